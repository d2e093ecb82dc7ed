package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// Schema returns the JSON Schema of what policies judge, with the roles that kready's files
// list and the resources that the user declares.
func Schema(shipped fs.FS, custom []facts.CustomSource) ([]byte, error) {
	schema, err := schemaWithRoles(shipped, custom, nil)
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(schema, "", "  ")
	return append(data, '\n'), err
}

// schemaWith is the schema of the facts, with those of the declared resources that there
// are in place of any.
func schemaWith(custom []facts.CustomSource) (map[string]any, error) {
	var schema map[string]any
	if err := json.Unmarshal(facts.InputSchema(), &schema); err != nil {
		return nil, fmt.Errorf("decoding the schema of the facts: %w", err)
	}
	properties, ok := schema["properties"].(map[string]any)
	if !ok {
		return nil, errors.New("the schema of the facts describes no object")
	}
	delete(properties, string(facts.KindCustom))
	if len(custom) > 0 {
		declared, err := customSchema(custom)
		if err != nil {
			return nil, err
		}
		properties[string(facts.KindCustom)] = declared
	}
	return schema, nil
}

// schemaWithRoles is schemaWith, where the roles of products are those that kready's files
// list, and more.
func schemaWithRoles(shipped fs.FS, custom []facts.CustomSource, more []string) (map[string]any, error) {
	schema, err := schemaWith(custom)
	if err != nil {
		return nil, err
	}
	roles, err := catalog.Roles(shipped)
	if err != nil {
		return nil, err
	}
	roles = append(roles, more...)
	slices.Sort(roles)
	roles = slices.Compact(roles)
	values := make([]any, 0, len(roles))
	for _, role := range roles {
		values = append(values, role)
	}
	var at any = schema
	for _, key := range []string{"properties", "inventory", "items", "properties", "roles", "items"} {
		node, ok := at.(map[string]any)
		if !ok {
			return nil, errors.New("the schema of the facts describes no roles")
		}
		at = node[key]
	}
	node, ok := at.(map[string]any)
	if !ok {
		return nil, errors.New("the schema of the facts describes no roles")
	}
	node["enum"] = values
	return schema, nil
}

// customSchema types input.custom: an array of objects for each declared resource, with
// the declared fields and no others, so that a field that is not kept does not compile.
func customSchema(custom []facts.CustomSource) (map[string]any, error) {
	properties := map[string]any{}
	for _, source := range custom {
		tree, err := facts.NewFieldTree(source.Fields)
		if err != nil {
			return nil, fmt.Errorf("the fields of %s: %w", source.Name, err)
		}
		object := fieldSchema(tree)
		if tree.Leaf() {
			object = objectSchema(map[string]any{})
		}
		of := object["properties"].(map[string]any)
		of["name"], of["namespace"], of["createdAt"] = typeOf("string"), typeOf("string"), typeOf("string")
		of["labels"] = map[string]any{"type": "object", "additionalProperties": typeOf("string")}
		properties[source.Name] = arraySchema(object)
	}
	return objectSchema(properties), nil
}

func fieldSchema(tree *facts.FieldTree) map[string]any {
	switch {
	case tree.Elements != nil:
		return arraySchema(fieldSchema(tree.Elements))
	case tree.Leaf():
		return anyOf(typeOf("string"), typeOf("number"), typeOf("boolean"), arraySchema(anyOf(typeOf("string"), typeOf("number"), typeOf("boolean"))))
	}
	properties := map[string]any{}
	for key, part := range tree.Fields {
		properties[key] = fieldSchema(part)
	}
	return objectSchema(properties)
}

func typeOf(name string) map[string]any { return map[string]any{"type": name} }

func anyOf(all ...any) map[string]any { return map[string]any{"anyOf": all} }

func arraySchema(items map[string]any) map[string]any {
	return map[string]any{"type": "array", "items": items}
}

func objectSchema(properties map[string]any) map[string]any {
	return map[string]any{"type": "object", "properties": properties}
}
