// Policyagent is a test fixture: the least program that enforces standard NetworkPolicies
// on a kind node, so that kready's probes can be held to a network that blocks. It watches
// policies, pods and namespaces and lays one nftables table over what the node forwards.
// It is not made for clusters that anybody depends on.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// settle is how long changes are gathered before rules are laid anew.
const settle = 100 * time.Millisecond

func main() {
	node := flag.String("node", os.Getenv("NODE_NAME"), "the node that this runs on")
	root := flag.String("root", "/host", "where the node's file system is, which has nft")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *node, *root)
	stop()
	if err != nil {
		slog.Error("policyagent ends", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, node, root string) error {
	if node == "" {
		return errors.New("neither --node nor NODE_NAME says which node this is")
	}
	config, err := rest.InClusterConfig()
	if err != nil {
		return fmt.Errorf("finding the cluster: %w", err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("setting up the client: %w", err)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	pods, spaces := factory.Core().V1().Pods(), factory.Core().V1().Namespaces()
	policies := factory.Networking().V1().NetworkPolicies()
	changed := make(chan struct{}, 1)
	tell := func() {
		select {
		case changed <- struct{}{}:
		default: // somebody has told already
		}
	}
	for _, informer := range []cache.SharedIndexInformer{pods.Informer(), spaces.Informer(), policies.Informer()} {
		_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc: func(any) { tell() }, UpdateFunc: func(_, _ any) { tell() }, DeleteFunc: func(any) { tell() },
		})
		if err != nil {
			return err
		}
	}
	factory.Start(ctx.Done())
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("no list of %s came", kind)
		}
	}
	last := ""
	for {
		var w world
		if w.pods, err = pods.Lister().List(labels.Everything()); err != nil {
			return err
		}
		if w.namespaces, err = spaces.Lister().List(labels.Everything()); err != nil {
			return err
		}
		if w.policies, err = policies.Lister().List(labels.Everything()); err != nil {
			return err
		}
		if rules := ruleset(w, node); rules != last {
			if err := nft(ctx, root, rules); err != nil {
				return err
			}
			slog.Info("laid rules", "policies", len(w.policies), "pods", len(w.pods), "bytes", len(rules))
			last = rules
		}
		select {
		case <-ctx.Done():
			return nft(context.WithoutCancel(ctx), root, remove)
		case <-changed:
			time.Sleep(settle)
		}
	}
}

// nft replaces the table in one transaction, with the node's own program.
func nft(ctx context.Context, root, rules string) error {
	cmd := exec.CommandContext(ctx, "/usr/sbin/nft", "-f", "-")
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	cmd.Dir = "/"
	cmd.Stdin = bytes.NewBufferString(rules)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("nft refuses the rules: %w: %s\n%s", err, out, rules)
	}
	return nil
}
