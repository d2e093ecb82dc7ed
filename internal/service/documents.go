package service

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// document is one YAML or JSON document of a file, and the line that it begins on.
type document struct {
	data  []byte
	first int
	// objects is how many were taken of it.
	objects int
}

// documents splits a file at the lines that begin with three dashes, as kubectl does.
func documents(data []byte) []document {
	var all []document
	line, start, first := 1, 0, 1
	add := func(end int) {
		if part := data[start:end]; len(bytes.TrimSpace(part)) > 0 {
			all = append(all, document{data: part, first: first})
		}
	}
	for at := 0; at < len(data); line++ {
		end := bytes.IndexByte(data[at:], '\n') + 1
		if end == 0 {
			end = len(data) - at
		}
		text := data[at : at+end]
		if bytes.HasPrefix(text, []byte("---")) && (len(bytes.TrimRight(text, "\r\n")) == 3 || text[3] == ' ' || text[3] == '\t') {
			add(at)
			start, first = at+3, line
		}
		at += end
	}
	add(len(data))
	return all
}

// document reads one document: an object, or a list of them.
func (m *Manifests) document(file string, doc *document) error {
	located, err := yaml.Locate(doc.data, doc.first)
	if err != nil {
		return doc.unreadable(file, err)
	}
	if located.Value == nil {
		return nil // comments
	}
	return each(located, func(at yaml.Located) error {
		if _, ok := at.Value.(map[string]any); !ok {
			return doc.helpless(file, at.Line(), "is no object: an object has apiVersion, kind and metadata.name")
		}
		return m.object(file, at, doc)
	})
}

// each hands over an object, or the elements of a list.
func each(at yaml.Located, found func(yaml.Located) error) error {
	fields, _ := at.Value.(map[string]any)
	kind, _ := fields["kind"].(string)
	items, listed := fields["items"].([]any)
	if !listed || !strings.HasSuffix(kind, "List") {
		return found(at)
	}
	for i, item := range items {
		inherit(item, fields)
		if err := each(at.At(item, "items", fmt.Sprint(i)), found); err != nil {
			return err
		}
	}
	return nil
}

// inherit gives an element of a DeploymentList or the like, which need not say what it is, the kind of its list.
func inherit(item any, list map[string]any) {
	element, _ := item.(map[string]any)
	kind, _ := list["kind"].(string)
	if element == nil || kind == "List" || element["kind"] != nil || element["apiVersion"] != nil {
		return
	}
	element["kind"], element["apiVersion"] = strings.TrimSuffix(kind, "List"), list["apiVersion"]
}

// unreadable is the error of a document that does not parse. A template of Helm's is named as one.
func (d document) unreadable(file string, err error) error {
	line := d.first
	var at *yaml.Error
	if errors.As(err, &at) {
		line = at.Line
	}
	if braces := d.braces(); braces > 0 {
		return fmt.Errorf("%s:%d: a Helm template that is not rendered: helm template RELEASE CHART | kready land -", file, braces)
	}
	return fmt.Errorf("%s:%d does not parse: %s", file, line, text.OneLine(err.Error()))
}

// helpless is the error of a document that parses and is no object.
func (d document) helpless(file string, line int, why string) error {
	if braces := d.braces(); braces > 0 {
		return fmt.Errorf("%s:%d: a Helm template that is not rendered: helm template RELEASE CHART | kready land -", file, braces)
	}
	return fmt.Errorf("%s:%d %s", file, line, why)
}

// braces is the first line with two opening braces; 0 for none.
func (d document) braces() int {
	at := bytes.Index(d.data, []byte("{{"))
	if at < 0 || !bytes.Contains(d.data[at:], []byte("}}")) {
		return 0
	}
	return d.first + bytes.Count(d.data[:at], []byte("\n"))
}
