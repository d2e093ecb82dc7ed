package facts

import (
	"iter"
	"time"
)

// Packed keeps workloads in little memory: a tenth of what they take as they are, where their texts recur. They
// come out in the order in which they were added, with empty lists and maps for nil ones, their texts redacted
// and their times bounded, as those of all facts.
type Packed struct {
	blocks [][]byte
	n      int
	packer coder
}

// packedBlock is how many bytes are set aside at a time.
const packedBlock = 64 << 10

// Len is how many workloads were added.
func (p *Packed) Len() int { return p.n }

// Add adds a workload, and returns how many bytes it takes.
func (p *Packed) Add(w *Workload) int {
	c := &p.packer
	c.does, c.data = packing, c.data[:0]
	w.head(c)
	w.rest(c)
	last := len(p.blocks) - 1
	if last < 0 || len(p.blocks[last])+len(c.data) > cap(p.blocks[last]) {
		p.blocks = append(p.blocks, make([]byte, 0, max(packedBlock, len(c.data))))
		last++
	}
	p.blocks[last] = append(p.blocks[last], c.data...)
	p.n++
	return len(c.data)
}

// All unpacks the workloads, one after the other.
func (p *Packed) All() iter.Seq[*Workload] {
	return func(yield func(*Workload) bool) {
		for _, whole := range p.heads(new(Workload)) {
			if !yield(whole()) {
				return
			}
		}
	}
}

// heads unpacks of one workload after the other what tells whether something refers to it, into the same place
// each time; whole unpacks all of it, for keeps.
func (p *Packed) heads(into *Workload) iter.Seq2[*Workload, func() *Workload] {
	return func(yield func(head *Workload, whole func() *Workload) bool) {
		var kept *Workload
		c := coder{seed: p.packer.seed}
		whole := func() *Workload {
			kept = into.ownHead()
			kept.rest(&c)
			return kept
		}
		var skipped Workload
		for _, block := range p.blocks {
			for c.data = block; len(c.data) > 0; kept = nil {
				c.does = unpacking
				into.head(&c)
				if !yield(into, whole) {
					return
				}
				if kept == nil {
					c.does = skipping
					skipped.rest(&c)
				}
			}
		}
	}
}

// ownHead returns a workload with the same head, that shares nothing which changes.
func (w *Workload) ownHead() *Workload {
	own := Workload{
		Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, ServiceAccount: w.ServiceAccount,
		Desired: w.Desired, RequestedCPU: w.RequestedCPU, RequestedMemory: w.RequestedMemory,
	}
	own.PodLabels, own.NodeSelector = ownTexts(w.PodLabels), ownTexts(w.NodeSelector)
	return &own
}

func ownTexts(texts map[string]string) map[string]string {
	own := make(map[string]string, len(texts))
	for key, value := range texts {
		own[key] = value
	}
	return own
}

// head codes the fields of a workload that its sums are made of, and those by which others refer to it.
func (w *Workload) head(c *coder) {
	c.text(&w.Kind)
	c.text(&w.Namespace)
	c.text(&w.Name)
	c.texts(&w.PodLabels)
	c.text(&w.ServiceAccount)
	c.texts(&w.NodeSelector)
	c.number(&w.Desired)
	c.number64(&w.RequestedCPU)
	c.number64(&w.RequestedMemory)
}

// rest codes all other fields.
func (w *Workload) rest(c *coder) {
	c.texts(&w.Labels)
	c.texts(&w.Annotations)
	c.texts(&w.PodAnnotations)
	c.texts(&w.Selector)
	c.time(&w.CreatedAt)
	c.text(&w.OwnerKind)
	c.text(&w.OwnerName)
	c.flags(&w.Hook, &w.Status, &w.Current, &w.HostNetwork, &w.NodeAffinity, &w.HostPortsTold, &w.Suspended)
	c.number(&w.Ready)
	listed(c, &w.Conditions, (*Condition).code)
	c.text(&w.PriorityClass)
	c.text(&w.DNSPolicy)
	listed(c, &w.Tolerations, (*Toleration).code)
	c.list(&w.HostPaths)
	listed(c, &w.HostPorts, (*HostPort).code)
	c.text(&w.GitRepo)
	c.text(&w.StaticToken)
	c.text(&w.Revisions)
	c.text(&w.Schedule)
	c.time(&w.LastSuccess)
	c.text(&w.BackupVolumes)
	c.list(&w.ConfigMaps)
	c.list(&w.ImagePullSecrets)
	listed(c, &w.Containers, (*Container).code)
	listed(c, &w.InitContainers, (*Container).code)
}

func (o *Condition) code(c *coder) {
	c.text(&o.Type)
	c.text(&o.Status)
	c.text(&o.Reason)
	c.text(&o.Message)
	c.time(&o.Since)
}

func (o *Toleration) code(c *coder) {
	c.text(&o.Key)
	c.text(&o.Operator)
	c.text(&o.Value)
	c.text(&o.Effect)
}

func (o *HostPort) code(c *coder) {
	c.text(&o.HostIP)
	c.text(&o.Protocol)
	c.number(&o.Port)
}

func (o *Container) code(c *coder) {
	c.text(&o.Name)
	c.text(&o.Image.Registry)
	c.text(&o.Image.Repository)
	c.text(&o.Image.Tag)
	c.text(&o.Image.Digest)
	c.flags(&o.Sidecar)
	listed(c, &o.Args, (*Arg).code)
	listed(c, &o.Env, (*Field).code)
	c.list(&o.HostMounts)
	c.text(&o.NetworkAdmin)
	c.text(&o.RootFiles)
}

func (o *Arg) code(c *coder) {
	c.text(&o.Name)
	c.text(&o.Value)
}

func (o *Field) code(c *coder) {
	c.text(&o.Name)
	c.text(&o.Value)
}

// bounded moves a time that is set into the bounds of all times.
func bounded(at time.Time) time.Time {
	switch {
	case at.IsZero():
		return at
	case at.Before(earliest()):
		return earliest()
	case at.After(latest()):
		return latest()
	}
	return at
}
