package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/target"
)

// sourceFlags say what is looked at: a live cluster, or a file of one.
type sourceFlags struct {
	connection *target.ConnectionFlags
	from       string
	complete   bool
	timeout    time.Duration
	pageSize   int64
	catalogs   []string
	// custom are the resources that the configuration declares.
	custom []facts.CustomSource
}

// addSourceFlags gives cmd the flags of a target: kready's own, and kubectl's
// connection flags in a section of their own.
func addSourceFlags(cmd *cobra.Command) *sourceFlags {
	f := addTargetFlags(cmd)
	cmd.Flags().StringVar(&f.from, "from", "", fromUsage)
	return f
}

// fromUsage says what --from takes.
const fromUsage = "look at a file instead of a cluster: a snapshot, a file or folder of Kubernetes objects in YAML or JSON, or - for stdin"

// addTargetFlags gives cmd all of them but --from.
func addTargetFlags(cmd *cobra.Command) *sourceFlags {
	f := &sourceFlags{connection: target.NewConnectionFlags(target.Environment{})}
	own := cmd.Flags()
	own.BoolVar(&f.complete, "complete", false, "the objects of --from are the whole cluster: what they do not contain is absent")
	own.DurationVar(&f.timeout, "timeout", 2*time.Minute, "bound on reading the cluster, as a whole")
	own.StringArrayVar(&f.catalogs, "catalog", nil, "`DIR` with catalogue entries of your own, in YAML; repeatable")
	own.Int64Var(&f.pageSize, "page-size", 500, "objects that one list request asks for")

	connection := pflag.NewFlagSet("connection", pflag.ContinueOnError)
	f.connection.AddTo(connection)
	own.AddFlagSet(connection)
	cmd.SetUsageFunc(usageWithConnection(connection))
	return f
}

// read returns the facts of the target that the flags name. Of a live cluster, only
// the kinds in needs are read.
func (f *sourceFlags) read(ctx context.Context, streams Streams, known *catalog.Catalog, needs []facts.Kind) (*facts.Snapshot, error) {
	ctx, cancel, err := f.bounded(ctx)
	if err != nil {
		return nil, err
	}
	defer cancel()
	src, snapshot, err := f.open(ctx, streams)
	if err != nil || snapshot != nil {
		return snapshot, err
	}
	opts := collectOptions(known)
	opts.Custom = f.custom
	s := collect.Snapshot(ctx, src, needs, opts)
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return nil, &exitError{code: exitIncomplete, err: errors.New("interrupted")}
	}
	return s, nil
}

// bounds refuses bounds that make no sense.
func (f *sourceFlags) bounds() error {
	if f.timeout <= 0 {
		return usageError("--timeout %s is no time to read in", f.timeout)
	}
	if f.pageSize < 0 {
		return usageError("--page-size cannot be negative")
	}
	return nil
}

// bounded bounds ctx by --timeout, once the bounds make sense.
func (f *sourceFlags) bounded(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if err := f.bounds(); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	return ctx, cancel, nil
}

// open returns the target's source, or the snapshot that a file turned out to be.
func (f *sourceFlags) open(ctx context.Context, streams Streams) (target.Source, *facts.Snapshot, error) {
	if f.from == "" {
		if f.complete {
			return nil, nil, usageError("--complete says something about the file of --from, and there is none")
		}
		src, err := target.NewLive(f.connection, target.LiveOptions{Version: version, PageSize: f.pageSize})
		if err != nil {
			return nil, nil, targetError(err)
		}
		if err := target.Reach(ctx, src); err != nil {
			return nil, nil, targetError(err)
		}
		return src, nil, nil
	}
	opened, err := target.Open(f.from, target.FileOptions{Complete: f.complete, Stdin: streams.In})
	if err != nil {
		return nil, nil, targetError(err)
	}
	const few = 3
	for i, note := range opened.Notes {
		if i == few && len(opened.Notes) > few+1 {
			fmt.Fprintf(streams.Err, "kready: note: %d more files were left out\n", len(opened.Notes)-few)
			break
		}
		fmt.Fprintf(streams.Err, "kready: note: %s\n", note)
	}
	return opened.Source, opened.Snapshot, nil
}

// collectOptions takes from the catalogue what recognition wants to see.
func collectOptions(known *catalog.Catalog) collect.Options {
	opts := collect.Options{
		Version:  version,
		Now:      now(),
		Platform: func(s *facts.Snapshot) []facts.ObjectRef { return inventory.Platform(s, known) },
		Flags:    known.Flags(),
		Env:      known.Env(),
	}
	for _, d := range known.Declarations() {
		opts.Operators = append(opts.Operators, collect.OperatorKind{
			Group: d.Group, Kind: d.Kind, Resource: d.Resource,
			Fields: d.FieldNames(), VersionField: d.VersionField,
		})
	}
	return opts
}

// now is the moment of collection, in whole seconds as the API server writes them.
func now() time.Time { return time.Now().UTC().Truncate(time.Second) }
