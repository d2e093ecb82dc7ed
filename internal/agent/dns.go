package agent

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// domainMark stands in a target for the cluster's domain, which each pod reads off its
// own resolv.conf: it need not be cluster.local.
const domainMark = "{domain}"

// tryDNS looks a name up. Params: network (udp or tcp; "" leaves it to the resolver),
// type (A, the default; PTR), exactly (addresses or names, joined by commas, that must come
// back and no others). The answer's value is what was found.
func tryDNS(ctx context.Context, t Try) reply {
	resolver, err := resolverOf(t)
	if err != nil {
		return reply{err: err}
	}
	name, err := inDomain(t.Target)
	if err != nil {
		return reply{err: err}
	}
	found, err := look(ctx, resolver, t.Params["type"], name)
	if err != nil {
		return missing(err)
	}
	slices.Sort(found)
	out := reply{detail: name + " is " + strings.Join(found, ", "), value: strings.Join(found, ",")}
	if want, set := t.Params["exactly"]; set {
		want, err := inDomain(want)
		if err != nil {
			return reply{err: err}
		}
		expected := strings.Split(want, ",")
		slices.Sort(expected)
		if out.wrong = !slices.Equal(found, expected); out.wrong {
			out.detail += ", not " + strings.Join(expected, ", ")
		}
	}
	return out
}

// missing tells a server that says "there is no such name" from one that says nothing.
func missing(err error) reply {
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return reply{wrong: true, detail: "the server knows no " + dns.Name}
	}
	return reply{err: err}
}

func look(ctx context.Context, resolver *net.Resolver, kind, name string) ([]string, error) {
	if kind == "PTR" {
		return resolver.LookupAddr(ctx, name)
	}
	addresses, err := resolver.LookupNetIP(ctx, "ip4", name)
	var six *net.DNSError
	if errors.As(err, &six) && six.IsNotFound { // a cluster of the other family
		addresses, err = resolver.LookupNetIP(ctx, "ip6", name)
	}
	var out []string
	for _, a := range addresses {
		out = append(out, a.Unmap().String())
	}
	return out, err
}

// resolverOf asks the pod's own servers, over one kind of network when one is named.
func resolverOf(t Try) (*net.Resolver, error) {
	network := t.Params["network"]
	switch network {
	case "":
		return &net.Resolver{PreferGo: true}, nil
	case "udp", "tcp":
	default:
		return nil, fmt.Errorf("there is no network %q to look names up over", network)
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}, nil
}

// inDomain puts the cluster's domain into a name.
func inDomain(name string) (string, error) {
	if !strings.Contains(name, domainMark) {
		return name, nil
	}
	domain, err := clusterDomain("/etc/resolv.conf")
	if err != nil {
		return "", err
	}
	return strings.ReplaceAll(name, domainMark, domain), nil
}

// clusterDomain reads it off the search list: the entry that begins with "svc.".
func clusterDomain(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading the pod's resolv.conf: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != "search" {
			continue
		}
		for _, entry := range fields[1:] {
			if domain, ok := strings.CutPrefix(entry, "svc."); ok {
				return strings.TrimSuffix(domain, "."), nil
			}
		}
	}
	return "", errors.New("the pod's resolv.conf searches no svc.DOMAIN: it does not ask cluster DNS")
}

// tryDNSLoad looks one name up many times, as fast as answers come, from a few lookups at
// once. Params: lookups. Its values are "lookups=200", "failed=0", "p50=…", "p99=…", the
// latter in milliseconds, of those that were answered.
func tryDNSLoad(ctx context.Context, t Try) reply {
	name, err := inDomain(t.Target)
	if err != nil {
		return reply{err: err}
	}
	var lookups int
	if _, err := fmt.Sscan(t.Params["lookups"], &lookups); err != nil || lookups < 1 {
		return reply{err: fmt.Errorf("%q is no number of lookups", t.Params["lookups"])}
	}
	took, failed := load(ctx, name, lookups)
	if len(took) == 0 {
		return reply{err: fmt.Errorf("none of %d lookups of %s was answered", lookups, name)}
	}
	slices.Sort(took)
	at := func(percent int) int64 { return took[(len(took)-1)*percent/100].Milliseconds() }
	figures := fmt.Sprintf("lookups=%d failed=%d p50=%d p99=%d", lookups, failed, at(50), at(99))
	return reply{
		detail: fmt.Sprintf("%d lookups, %d failed, half within %d ms, 99 %% within %d ms", lookups, failed, at(50), at(99)),
		value:  figures,
	}
}

// load makes the lookups and returns how long the answered ones took.
func load(ctx context.Context, name string, lookups int) (took []time.Duration, failed int) {
	const atOnce = 4
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for range lookups {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			one, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			began := time.Now()
			_, err := (&net.Resolver{PreferGo: true}).LookupNetIP(one, "ip4", name)
			passed := time.Since(began)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed++
				return
			}
			took = append(took, passed)
		})
	}
	wg.Wait()
	return took, failed
}
