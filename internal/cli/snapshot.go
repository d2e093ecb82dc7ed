package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// snapshotFlags are the flags of `kready snapshot`.
type snapshotFlags struct {
	target  engine.Target
	probes  engine.Probes
	request engine.Request
	file    string
	schema  bool
}

func newSnapshot(env Env) *cobra.Command {
	var f snapshotFlags
	cmd := &cobra.Command{
		Use:   "snapshot [-o FILE]",
		Short: "Write the facts of a cluster to a file that check can judge later",
		Long: `Snapshot reads what all checks need and writes it to a file: "kready check --from
FILE" gives the same verdicts as the live run. A name that ends in .gz is compressed.

A snapshot holds names, labels, versions and states. It holds no Secret, no
environment value but a few known switches, no ConfigMap at large, and no user,
password, query or fragment of a URL. Its file is 0600 unless --mode says otherwise. With --probe it
holds what probes saw, too. What "collect:" in kready.yaml declares for policies of
your own is part of it.`,
		Example: `  kready snapshot -o cluster.json.gz
  kready check --from cluster.json.gz`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd, env) },
	}
	addTarget(cmd, env, &f.target)
	own := cmd.Flags()
	addCatalogs(own, &f.request)
	own.StringVarP(&f.file, "output", "o", "", "`FILE` to write; stdout when absent or -")
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the file format, and read nothing")
	addConfig(own, &f.request)
	addConsents(own, &f.request)
	addProbeSwitch(own, &f.probes)
	addProbes(own, &f.probes)
	return cmd
}

func (f *snapshotFlags) run(cmd *cobra.Command, env Env) error {
	if f.schema {
		_, err := env.Stdout.Write(facts.SnapshotSchema())
		return err
	}
	if err := requireProbe(cmd.Flags(), &f.probes); err != nil {
		return err
	}
	if f.file != "" && f.file != "-" {
		if err := writable(env, f.file); err != nil {
			return err
		}
	}
	sayEnded(env, &f.probes)
	s, err := engine.Snapshot(cmd.Context(), env, f.request, f.target, f.probes)
	if err != nil {
		return err
	}
	if err := writeSnapshot(s, f.file, env); err != nil {
		return &engine.UsageError{Err: err}
	}
	return nil
}

// writeSnapshot writes s to the file, and on stderr its size and how much could not be read.
func writeSnapshot(s *facts.Snapshot, file string, env Env) error {
	facts.FillEmpty(s)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(s); err != nil {
		return fmt.Errorf("encoding the snapshot: %w", err)
	}
	if file == "" || file == "-" {
		_, err := env.Stdout.Write(b.Bytes())
		return err
	}
	data := b.Bytes()
	if strings.HasSuffix(file, ".gz") {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := io.Copy(z, &b); err != nil {
			return fmt.Errorf("compressing the snapshot: %w", err)
		}
		if err := z.Close(); err != nil {
			return fmt.Errorf("compressing the snapshot: %w", err)
		}
		data = packed.Bytes()
	}
	if err := writeFile(env, file, data); err != nil {
		return err
	}
	fmt.Fprintf(env.Stderr, "kready: wrote %s, %d bytes", file, len(data))
	if n := len(s.BlindSpots); n > 0 {
		fmt.Fprintf(env.Stderr, "; %s could not be read", text.Counted(n, "thing", "things"))
	}
	fmt.Fprintln(env.Stderr)
	return nil
}
