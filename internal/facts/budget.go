package facts

import (
	"encoding/json"
	"fmt"
)

// UnmarshalJSON reads a budget. Older snapshots hold the labels of its selector alone; where
// they hold none, the selector was empty or had expressions, and is taken to be empty.
func (b *PodDisruptionBudget) UnmarshalJSON(data []byte) error {
	type plain PodDisruptionBudget
	var form struct {
		plain
		Selector json.RawMessage `json:"selector"`
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return fmt.Errorf("reading a PodDisruptionBudget: %w", err)
	}
	*b = PodDisruptionBudget(form.plain)
	if len(form.Selector) == 0 {
		return nil
	}
	var labels map[string]string
	if json.Unmarshal(form.Selector, &labels) == nil && labels != nil {
		b.Selector = Selector{Set: true, Requirements: labelRequirements(labels)}
		return nil
	}
	return json.Unmarshal(form.Selector, &b.Selector)
}
