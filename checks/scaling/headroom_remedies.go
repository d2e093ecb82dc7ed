package scaling

import "github.com/kready/kready/internal/check"

// The states of nodes that are there and take no pods.
const (
	stateCordoned      = "cordoned"
	stateUninitialized = "uninitialized"
)

// uninitializedTaint is on a node until the cloud controller manager has set it up:
// kubernetes.io/docs/reference/labels-annotations-taints/
const uninitializedTaint = "node.cloudprovider.kubernetes.io/uninitialized"

func headroomRemedies() []check.Remedy {
	return []check.Remedy{
		{State: stateCordoned, Text: `Once the work is done for which somebody cordoned them, let the nodes take pods again:

    kubectl uncordon NODE`},
		{State: stateUninitialized, Text: `The cloud controller manager takes this taint away when it has set a node up: see whether it
runs, and what it says. Where there is none, and none is to be, start the kubelets without
` + "`--cloud-provider=external`" + ` and take the taint away:

    kubectl taint node NODE node.cloudprovider.kubernetes.io/uninitialized-`},
	}
}
