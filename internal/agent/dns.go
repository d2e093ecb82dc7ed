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

// domainPlaceholder stands in a target for the cluster's domain, which each pod reads from
// its resolv.conf: it need not be cluster.local.
const domainPlaceholder = "{domain}"

// tryDNS looks a name up. Params: network (udp or tcp; "" leaves it to the resolver),
// type (A, the default; PTR), exactly (addresses or names, joined by commas, that must come
// back and no others). The answer's value is what was found.
func tryDNS(ctx context.Context, t Trial) reply {
	resolver, err := newResolver(t)
	if err != nil {
		return reply{err: err}
	}
	name, err := expandDomain(t.Target)
	if err != nil {
		return reply{err: err}
	}
	found, err := lookUp(ctx, resolver, t.Params["type"], name)
	if err != nil {
		return lookupFailure(err)
	}
	slices.Sort(found)
	out := reply{detail: name + " is " + strings.Join(found, ", "), value: strings.Join(found, ",")}
	if want, set := t.Params["exactly"]; set {
		want, err := expandDomain(want)
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

// lookupFailure tells NXDOMAIN, which is a wrong answer, from no answer.
func lookupFailure(err error) reply {
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return reply{wrong: true, detail: "the server knows no " + dns.Name}
	}
	return reply{err: err}
}

func lookUp(ctx context.Context, resolver *net.Resolver, kind, name string) ([]string, error) {
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

// newResolver returns a resolver of the pod's nameservers, over one network when t names one.
func newResolver(t Trial) (*net.Resolver, error) {
	network := t.Params["network"]
	switch network {
	case "":
		return &net.Resolver{PreferGo: true}, nil
	case "udp", "tcp":
	default:
		return nil, fmt.Errorf("unknown network %q: must be one of udp, tcp", network)
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}, nil
}

// expandDomain replaces the placeholder in a name with the cluster's domain.
func expandDomain(name string) (string, error) {
	if !strings.Contains(name, domainPlaceholder) {
		return name, nil
	}
	domain, err := clusterDomain("/etc/resolv.conf")
	if err != nil {
		return "", err
	}
	return strings.ReplaceAll(name, domainPlaceholder, domain), nil
}

// clusterDomain reads the cluster's domain from the search list: the entry that begins with
// "svc.".
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
	return "", errors.New("the pod's resolv.conf has no search domain svc.DOMAIN: the pod does not use cluster DNS")
}

// tryDNSLoad looks one name up many times, a few lookups in parallel. Params: lookups. Its
// values are "lookups=200", "failed=0", "p50=…", "p99=…"; the latter are milliseconds, of
// the lookups that were answered.
func tryDNSLoad(ctx context.Context, t Trial) reply {
	name, err := expandDomain(t.Target)
	if err != nil {
		return reply{err: err}
	}
	var lookups int
	if _, err := fmt.Sscan(t.Params["lookups"], &lookups); err != nil || lookups < 1 {
		return reply{err: fmt.Errorf("lookups must be a positive number, got %q", t.Params["lookups"])}
	}
	took, failed := timeLookups(ctx, name, lookups)
	if len(took) == 0 {
		return reply{err: fmt.Errorf("none of %d lookups of %s was answered", failed, name)}
	}
	slices.Sort(took)
	at := func(percent int) int64 { return took[(len(took)-1)*percent/100].Milliseconds() }
	figures := fmt.Sprintf("lookups=%d failed=%d p50=%d p99=%d", lookups, failed, at(50), at(99))
	return reply{
		detail: fmt.Sprintf("%d lookups, %d failed, half within %d ms, 99 %% within %d ms", lookups, failed, at(50), at(99)),
		value:  figures,
	}
}

// timeLookups makes the lookups and returns how long the answered ones took. It gives up when none of
// the first dozen is answered.
func timeLookups(ctx context.Context, name string, lookups int) (took []time.Duration, failed int) {
	const atOnce, hopeless = 4, 12
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for range lookups {
		slots <- struct{}{}
		mu.Lock()
		stop := len(took) == 0 && failed >= hopeless
		mu.Unlock()
		if stop {
			<-slots
			break
		}
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
