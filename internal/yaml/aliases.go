package yaml

import (
	"bytes"
	"errors"

	yamlv3 "go.yaml.in/yaml/v3"
)

// expandedMax is how many bytes the aliases of a document may add to it.
const expandedMax = 16 << 20

// errAliases is the error of a document that is small, and takes all memory when it is read.
var errAliases = errors.New("yaml: its aliases make it more than 16 MiB larger: write out what they stand for")

// checkAliases returns an error when the aliases of a document stand for too much.
func checkAliases(data []byte) error {
	// Without an anchor there is no alias; where there are both, it is rarely large.
	if bytes.IndexByte(data, '&') < 0 || bytes.IndexByte(data, '*') < 0 {
		return nil
	}
	var document Node
	if err := yamlv3.Unmarshal(data, &document); err != nil {
		return nil //nolint:nilerr // whoever reads the document says what is wrong with it
	}
	sizes := map[*Node]int64{}
	if expanded(&document, sizes) > int64(len(data))+expandedMax {
		return errAliases
	}
	return nil
}

// expanded is about how many bytes a part of a document has with its aliases written out. An
// anchor that contains itself counts as too many.
func expanded(node *Node, sizes map[*Node]int64) int64 {
	if size, known := sizes[node]; known {
		return size
	}
	sizes[node] = 1 << 40 // until it is known: it contains itself
	size := int64(len(node.Value))
	if node.Kind == yamlv3.AliasNode && node.Alias != nil {
		size = expanded(node.Alias, sizes)
	}
	for _, child := range node.Content {
		if size += 1 + expanded(child, sizes); size > 1<<40 {
			size = 1 << 40
		}
	}
	sizes[node] = size
	return size
}
