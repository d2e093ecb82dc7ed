package catalog

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/kready/kready/internal/yaml"
)

// RolesFile lists the roles, by battery.
const RolesFile = "roles.yaml"

// Roles returns all roles that products can provide, such as "network/cni", in order. They
// are read from RolesFile below fsys, which says what each means.
func Roles(fsys fs.FS) ([]string, error) {
	data, err := fs.ReadFile(fsys, RolesFile)
	if err != nil {
		return nil, fmt.Errorf("cannot read the roles: %w", err)
	}
	meanings := map[string]map[string]string{}
	if err := yaml.DecodeStrict(data, &meanings); err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", RolesFile, err)
	}
	var roles []string
	for battery, named := range meanings {
		for name, meaning := range named {
			if meaning == "" {
				return nil, fmt.Errorf("cannot read %s: %s/%s has no meaning", RolesFile, battery, name)
			}
			roles = append(roles, battery+"/"+name)
		}
	}
	slices.Sort(roles)
	return roles, nil
}
