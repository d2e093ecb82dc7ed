package service

import (
	"fmt"

	"github.com/kready/kready/internal/yaml"
)

// recallFrom is from how many objects on their texts alone are kept, and read again when their fields are asked for: read,
// they take twenty times as much memory.
const recallFrom = 2_000

// recalled are the objects of the document that was read again last.
type recalled struct {
	doc     *document
	objects []yaml.Located
}

// release lets go of the fields of objects that were read, where there are many objects.
func (m *Manifests) release() {
	if m.whole || len(m.objects) < recallFrom {
		return
	}
	for i := m.released; i < len(m.objects); i++ {
		m.objects[i].release()
	}
	m.released = len(m.objects)
}

func (o *object) release() {
	o.Located = yaml.Located{}.From(o.Line())
	o.fields, o.metadata = nil, nil
}

// open reads the fields of an object again, where they were let go of. The function that it returns lets go of them again.
func (m *Manifests) open(o *object) (done func(), err error) {
	if o.fields != nil {
		return func() {}, nil
	}
	if m.recalled.doc != o.doc {
		m.recalled = recalled{doc: o.doc}
		if err := m.recall(o.doc); err != nil {
			return nil, fmt.Errorf("reading %s again: %w", o.place(), err)
		}
	}
	o.take(m.recalled.objects[o.nth])
	return func() {
		if !m.whole {
			o.release()
		}
	}, nil
}

// recall reads the objects of a document again.
func (m *Manifests) recall(doc *document) error {
	located, err := yaml.Locate(doc.data, doc.first)
	if err != nil {
		return err
	}
	return each(located, func(at yaml.Located) error {
		m.recalled.objects = append(m.recalled.objects, at)
		return nil
	})
}

// openAll reads the fields of all objects again, which are kept from then on.
func (m *Manifests) openAll() error {
	m.whole = true
	for i := range m.objects {
		if _, err := m.open(&m.objects[i]); err != nil {
			return err
		}
	}
	return nil
}
