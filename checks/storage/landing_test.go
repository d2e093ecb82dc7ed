package storage

import (
	"context"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/landtest"
)

// landing is a Deployment with one volume.
func landing(v facts.LandingVolume, objects ...facts.LandingObject) facts.Landing {
	v.Volume, v.Line = "data", 9
	on := facts.Manifest{Kind: facts.Deployment, Namespace: "shop", Name: "web", File: "web.yaml", Line: 1}
	return facts.Landing{Pods: []facts.LandingPods{{Manifest: on, Volumes: []facts.LandingVolume{v}}}, Objects: objects}
}

func object(group, kind, namespace, name string) facts.LandingObject {
	return facts.LandingObject{Manifest: facts.Manifest{Kind: kind, Namespace: namespace, Name: name}, Group: group, Builtin: group != "volsync.backube"}
}

// TestClaimsThere: a claim is looked up in its own namespace, brought by the service, or unknown.
func TestClaimsThere(t *testing.T) {
	shop := []facts.Namespace{{Name: "shop"}}
	named := func(namespace string, exists bool) []facts.NamedClaim {
		return []facts.NamedClaim{{Namespace: namespace, Name: "data", Exists: exists}}
	}
	for name, tt := range map[string]struct {
		cluster facts.Snapshot
		objects []facts.LandingObject
		status  check.Status
		says    string
	}{
		"there":                 {facts.Snapshot{Namespaces: shop, NamedClaims: named("shop", true)}, nil, check.StatusPass, ""},
		"absent":                {facts.Snapshot{Namespaces: shop, NamedClaims: named("shop", false)}, nil, check.StatusGap, "its pods stay Pending"},
		"of another namespace":  {facts.Snapshot{Namespaces: shop, NamedClaims: named("other", true)}, nil, check.StatusUnknown, "could not be looked up"},
		"of no namespace":       {facts.Snapshot{}, nil, check.StatusGap, "does not exist"},
		"brought":               {facts.Snapshot{Namespaces: shop, NamedClaims: named("shop", false)}, []facts.LandingObject{object("", "PersistentVolumeClaim", "shop", "data")}, check.StatusPass, ""},
		"brought elsewhere":     {facts.Snapshot{Namespaces: shop, NamedClaims: named("shop", false)}, []facts.LandingObject{object("", "PersistentVolumeClaim", "other", "data")}, check.StatusGap, ""},
		"an operator may do so": {facts.Snapshot{Namespaces: shop, NamedClaims: named("shop", false)}, []facts.LandingObject{object("volsync.backube", "ReplicationDestination", "shop", "data")}, check.StatusUnknown, "may make it"},
	} {
		c := ClaimsThere()
		out, err := c.Run(context.Background(), &facts.Input{Snapshot: tt.cluster, Service: landing(facts.LandingVolume{Claim: "data"}, tt.objects...)})
		if err != nil || out.Status != tt.status || tt.says != "" && !strings.Contains(out.Findings[0].Message, tt.says) {
			t.Errorf("%s: %v %v", name, out, err)
		}
	}
}

// TestInlineDrivers: without a CSIDriver that says so, a driver makes no inline volumes.
func TestInlineDrivers(t *testing.T) {
	driver := func(modes ...string) facts.Snapshot {
		return facts.Snapshot{CSIDrivers: []facts.CSIDriver{{Name: "secrets-store.csi.k8s.io", Modes: modes}}}
	}
	for name, tt := range map[string]struct {
		cluster facts.Snapshot
		objects []facts.LandingObject
		status  check.Status
	}{
		"there":           {driver("Persistent", "Ephemeral"), nil, check.StatusPass},
		"persistent only": {driver("Persistent"), nil, check.StatusGap},
		"absent":          {facts.Snapshot{}, nil, check.StatusGap},
		"brought":         {facts.Snapshot{}, []facts.LandingObject{object("storage.k8s.io", "CSIDriver", "", "secrets-store.csi.k8s.io")}, check.StatusPass},
	} {
		c := InlineDriversThere()
		out, err := c.Run(context.Background(), &facts.Input{Snapshot: tt.cluster, Service: landing(facts.LandingVolume{Driver: "secrets-store.csi.k8s.io"}, tt.objects...)})
		if err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %v", name, out, err)
		}
	}
}

func claimed(more string) string {
	return "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {storageClassName: fast, resources: {requests: {storage: 1Gi}}, " + more + "}\n"
}

// TestAttributesClassThere: the driver of the class is compared where both are known.
func TestAttributesClassThere(t *testing.T) {
	of := func(driver string) facts.Input {
		return facts.Input{Snapshot: facts.Snapshot{
			StorageClasses: []facts.StorageClass{{Name: "fast", Provisioner: "a.example.com"}, {Name: "other", Provisioner: "b.example.com", Default: true}},
			NamedObjects:   []facts.NamedObject{{Resource: kube.VolumeAttributesClasses, Name: "gold", Served: true, Exists: true, Fields: []facts.ProductField{{Name: "driverName", Values: []string{driver}}}}},
		}}
	}
	manifests := claimed("volumeAttributesClassName: gold")
	landtest.Judge(t, AttributesClassThere(), manifests, of("a.example.com"), check.StatusPass, "")
	landtest.Judge(t, AttributesClassThere(), manifests, of("b.example.com"), check.StatusGap, "is for the driver b.example.com")
	landtest.Judge(t, AttributesClassThere(), manifests, facts.Input{}, check.StatusUnknown, "could not be looked up")
}

// TestDataSourcesThere: a source of another namespace is unknown, and of a claim it is enough that it exists.
func TestDataSourcesThere(t *testing.T) {
	in := facts.Input{Snapshot: facts.Snapshot{NamedClaims: []facts.NamedClaim{{Namespace: "shop", Name: "golden", Exists: true}}}}
	landtest.Judge(t, DataSourcesThere(), claimed("dataSource: {kind: PersistentVolumeClaim, name: golden}"), in, check.StatusPass, "")
	landtest.Judge(t, DataSourcesThere(), claimed("dataSource: {kind: PersistentVolumeClaim, name: other}"), in, check.StatusUnknown, "could not be looked up")
	landtest.Judge(t, DataSourcesThere(), claimed("dataSourceRef: {kind: PersistentVolumeClaim, name: golden, namespace: other}"), in, check.StatusUnknown, "off by default")
}
