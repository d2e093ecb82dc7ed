package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/text"
)

func newInventory(env Env) *cobra.Command {
	var t engine.Target
	var request engine.Request
	var outputs []string
	cmd := &cobra.Command{
		Use:   "inventory",
		Short: "Name the products that provide each battery, with version and evidence",
		Long: `Inventory names the products that provide the batteries of a cluster, or of a file
of one: which are running, which are only asked for, which left something behind, and
which the provider runs out of sight.`,
		Example: `  kready inventory
  helm template my-release ./chart | kready inventory --from -`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			destinations, err := parseOutputs(env, outputs, inventoryFormats())
			if err != nil {
				return err
			}
			in, err := engine.Inventory(cmd.Context(), env, request, t)
			if err != nil {
				return err
			}
			return writeOutputs(env, destinations, newInventoryDocument(in), output.Options{})
		},
	}
	addTarget(cmd, env, &t)
	addCatalogs(cmd.Flags(), &request)
	addOutputFlag(cmd.Flags(), &outputs, inventoryFormats())
	return cmd
}

// inventoryDocument is the inventory as machines see it.
type inventoryDocument struct {
	APIVersion      string                 `json:"apiVersion"`
	Kind            string                 `json:"kind"`
	Target          facts.Target           `json:"target"`
	Distribution    facts.Distribution     `json:"distribution"`
	Implementations []facts.Implementation `json:"implementations"`
	Unrecognised    []facts.Unrecognised   `json:"unrecognised"`
	BlindSpots      []facts.BlindSpot      `json:"blindSpots"`
}

func newInventoryDocument(in *facts.Input) inventoryDocument {
	return inventoryDocument{
		APIVersion: facts.APIVersion, Kind: "Inventory", Target: in.Target,
		Distribution: in.Distribution, Implementations: in.Inventory,
		Unrecognised: in.Unrecognised, BlindSpots: append([]facts.BlindSpot{}, in.Blind(inventory.Needs())...),
	}
}

func inventoryFormats() []output.Format[inventoryDocument] {
	return []output.Format[inventoryDocument]{output.Text(inventoryTable), output.JSON[inventoryDocument]("")}
}

// inventoryTable writes the products for people, one row each.
func inventoryTable(w io.Writer, d inventoryDocument, _ output.Options) error {
	fmt.Fprintf(w, "%s", text.Clean(d.Target.Name))
	if d.Distribution.Title != "" {
		fmt.Fprintf(w, " · %s", text.Clean(d.Distribution.Label()))
	}
	fmt.Fprint(w, "\n\n")
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "PRODUCT\tVERSION\tSTATE\tPROVIDES\tNAMESPACE\tNODES")
	for _, i := range d.Implementations {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", text.Clean(i.Title), orDash(text.Clean(i.Version)), i.State,
			joinOrDash(i.Roles), orDash(text.Clean(i.Namespace)), formatCoverage(i.Nodes))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(d.Implementations) == 0 {
		fmt.Fprintln(w, "No product of the catalogue was recognised.")
	}
	if len(d.Unrecognised) > 0 {
		fmt.Fprint(w, "\nLooks like a part of the platform, and no catalogue entry explains it:\n")
		for _, u := range d.Unrecognised {
			fmt.Fprintf(w, "  %s %s: %s\n", u.Object.Kind, text.Clean(strings.TrimPrefix(u.Object.Namespace+"/"+u.Object.Name, "/")), text.Clean(u.Why))
		}
	}
	for _, line := range blindLines(d.BlindSpots) {
		fmt.Fprintln(w, line)
	}
	return nil
}

// blindLines summarise what could not be read; the JSON output has it all.
func blindLines(blind []facts.BlindSpot) []string {
	if len(blind) == 0 {
		return nil
	}
	var reasons []string
	byReason := map[string][]string{}
	for _, b := range blind {
		if !slices.Contains(reasons, b.Reason) {
			reasons = append(reasons, b.Reason)
		}
		if !slices.Contains(byReason[b.Reason], b.Resource) {
			byReason[b.Reason] = append(byReason[b.Reason], b.Resource)
		}
	}
	lines := []string{"", "Could not be read, so that products may be missing above:"}
	for _, reason := range reasons {
		lines = append(lines, fmt.Sprintf("  %s: %s", reason, text.Few(byReason[reason])))
	}
	return lines
}

func formatCoverage(c facts.Coverage) string {
	if c.Of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d", c.Covered, c.Of)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func joinOrDash(all []string) string { return orDash(strings.Join(all, ", ")) }
