package policy

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// skipsByService refuses a requirement that skips by what it reads of the cluster: the engine lets its
// skips stand whatever could not be read there. A skip says what the service does not have.
func skipsByService(compiler *ast.Compiler, module *ast.Module, c check.Check) error {
	if !c.IsRequirement() {
		return nil
	}
	names, err := fieldsOf(compiler, rulesNamed(module, ruleSkip))
	if err != nil {
		return err
	}
	for _, name := range names {
		if name != string(facts.PartService) && !slices.Contains(facts.GivenParts(), facts.Part(name)) {
			return fmt.Errorf("its rule `skip` reads input.%s: a requirement skips by input.service alone", name)
		}
	}
	return nil
}
