package facts

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"
)

// setAll sets every field of a value to something of its own.
func setAll(v reflect.Value, n *int) {
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Unix(int64(*n)*1e6, 0).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text-", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(-*n))
	case reflect.Struct:
		for i := range v.NumField() {
			setAll(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		setAll(v.Index(0), n)
		setAll(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{fmt.Sprint("key-", *n): "", "b": fmt.Sprint("value-", *n)}))
	}
}

// TestPacked: workloads come out as they went in, the full, the empty and those with texts that came before.
func TestPacked(t *testing.T) {
	var want []Workload
	n := 0
	for i := range 3000 {
		var w Workload
		if i%3 > 0 {
			setAll(reflect.ValueOf(&w).Elem(), &n)
		}
		if i%3 == 1 {
			n = 0 // the next one repeats texts
		}
		w.Name = fmt.Sprint("app-", i)
		FillEmpty(&w)
		want = append(want, w)
	}
	var packed Packed
	for i := range want {
		packed.Add(&want[i])
	}
	for range 2 { // they can be unpacked again
		var got []Workload
		for w := range packed.All() {
			got = append(got, *w)
		}
		if packed.Len() != len(want) || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d came out as %d, and not as they were", len(want), len(got))
		}
	}
	for range packed.All() {
		break // no more are asked for
	}
}

// TestPackedIsSmall: a service takes a tenth of the memory of its facts.
func TestPackedIsSmall(t *testing.T) {
	var packed Packed
	size, plain := 0, int64(0)
	for i := range 5000 {
		labels := map[string]string{"app.kubernetes.io/name": fmt.Sprint("api-", i), "app.kubernetes.io/part-of": "shop", "tier": "backend"}
		w := Workload{
			Kind: Deployment, Namespace: fmt.Sprint("team-", i/10), Name: fmt.Sprint("api-", i), Labels: labels, PodLabels: labels,
			Selector: map[string]string{"app.kubernetes.io/name": fmt.Sprint("api-", i)}, CreatedAt: time.Unix(1e9, 0).UTC(), Status: true, Desired: 3, Ready: 3,
			ServiceAccount: "default", ConfigMaps: []string{fmt.Sprint("api-", i, "-config")},
			Containers: []Container{{Name: "app", Image: Image{Registry: "registry.example.org", Repository: "shop/api", Tag: "v1.2.3"}, NetworkAdmin: "no", RootFiles: "no"}},
		}
		size, plain = size+packed.Add(&w), plain+Size(w)
	}
	if int64(size)*8 > plain {
		t.Errorf("%d bytes of %d", size, plain)
	}
	if n := slices.MaxFunc(packed.blocks, func(a, b []byte) int { return cap(a) - cap(b) }); cap(n) > packedBlock {
		t.Errorf("a block of %d bytes", cap(n))
	}
}
