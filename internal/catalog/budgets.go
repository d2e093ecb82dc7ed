package catalog

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// budget is the file form of facts.BudgetOwner.
type budget struct {
	Product       string `yaml:"product"`
	Kind          string `yaml:"kind"`
	SelectorKey   string `yaml:"selectorKey"`
	SelectorValue string `yaml:"selectorValue"`
	Lifts         string `yaml:"lifts"`
	Needs         string `yaml:"needs"`
	NeedsName     string `yaml:"needsName"`
	Setting       string `yaml:"setting"`
	Source        string `yaml:"source"`
}

func (c *Catalog) addBudgets(t table) error {
	for _, b := range t.Budgets {
		if err := b.validate(); err != nil {
			return fmt.Errorf("%s: %w", b.Product, err)
		}
		c.Tables.BudgetOwners = append(c.Tables.BudgetOwners, facts.BudgetOwner(b))
	}
	return nil
}

// validate reports a row by which no budget could be told, or that says nothing of it.
func (b budget) validate() error {
	switch b.Needs {
	case "", "webhook", "sibling", "replicas":
	default:
		return fmt.Errorf("needs is %q: must be one of webhook, sibling, replicas", b.Needs)
	}
	switch {
	case b.Product == "":
		return errors.New("it names no product")
	case b.Kind == "" && b.SelectorKey == "":
		return errors.New("a budget is told by the kind of its owner or by a label of its selector")
	case b.SelectorValue != "" && b.SelectorKey == "":
		return errors.New("selectorValue is the value of selectorKey")
	case (b.Needs == "") != (b.NeedsName == ""):
		return errors.New("needs and needsName go together")
	case b.Lifts == "" && b.Needs != "":
		return errors.New("needs is what lifting it takes: say when it is lifted")
	case b.Setting == "":
		return errors.New("it names no setting")
	case !strings.HasPrefix(b.Source, "https://"):
		return fmt.Errorf("its source %q is not an https address", b.Source)
	}
	return nil
}
