package text

import (
	"fmt"
	"strings"
)

// Few joins names with commas, three of them when there are more, and counts the rest:
// "a, b, c and 2 more".
func Few(names []string) string {
	const most = 3
	return List(names, most, ", ")
}

// FewOf is Few for the first of so many names: no more than three of them need to be at hand.
func FewOf(first []string, count int) string {
	const most = 3
	if count <= most {
		return List(first, most, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(first[:most], ", "), count-most)
}

// List joins items with a separator, at most so many of them, and counts the rest.
func List(items []string, most int, separator string) string {
	if len(items) <= most {
		return strings.Join(items, separator)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:most], separator), len(items)-most)
}

// First returns at most so many items, followed by "and 2 more" when there are more. It
// leaves items as they are.
func First(items []string, most int) []string {
	if len(items) <= most {
		return items
	}
	return append(items[:most:most], fmt.Sprintf("and %d more", len(items)-most))
}

// Or joins items as a choice: "text, json or yaml".
func Or(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], ", ") + " or " + items[len(items)-1]
}
