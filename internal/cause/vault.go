package cause

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// What `vault status`, which is its chart's readiness probe, says of a server that serves nothing yet.
var (
	saysSealed        = regexp.MustCompile(`Seal Type .*\bSealed\s+true\b`)
	saysUninitialized = regexp.MustCompile(`Seal Type .*\bInitialized\s+false\b`)
)

// sealed is the cause of a Vault, or OpenBao, that waits for its keys, or was never given any.
func sealed(w *facts.Workload, uninitialized bool) check.Cause {
	object := kube.FormatRef(kube.Ref(w))
	out := check.Cause{
		Object: kube.Ref(w), Kind: Sealed, Message: fmt.Sprintf("%s is sealed: it serves nothing until it is unsealed", object),
		Remedy: "Unseal each of its pods with as many keys as its threshold asks for. Every restart seals it again, unless it takes the key from a KMS or another " +
			"Vault by itself (`seal` in its configuration):\n\n" + vault(w, "unseal"),
		Source: "https://developer.hashicorp.com/vault/docs/concepts/seal",
	}
	if uninitialized {
		out.Message = fmt.Sprintf("%s was never initialised: it has no keys, and serves nothing", object)
		out.Remedy = "Initialise it once, in one of its pods, keep the keys that it prints apart from the cluster, and unseal it with them:\n\n" +
			vault(w, "init") + "\n" + vault(w, "unseal")
		out.Source = "https://developer.hashicorp.com/vault/docs/commands/operator/init"
	}
	return out
}

// vault is the command by which the first pod of a server, or one of them where they have no numbers, is told to do
// something.
func vault(w *facts.Workload, what string) string {
	program := "vault"
	for _, c := range w.Containers {
		if openBao.MatchString(c.Image.Repository) {
			program = "bao"
		}
	}
	pod := strings.ToLower(w.Kind) + "/" + w.Name
	if w.Kind == facts.StatefulSet {
		pod = w.Name + "-0"
	}
	return command("kubectl -n %s exec -ti %s -- "+program+" operator "+what, w.Namespace, pod)
}

var openBao = regexp.MustCompile(`(?:^|/)openbao[^/]*$`)
