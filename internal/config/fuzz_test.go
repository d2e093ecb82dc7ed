package config

import "testing"

// FuzzConfig: kready.yaml is read or refused by a clear line.
func FuzzConfig(f *testing.F) {
	f.Add([]byte("apiVersion: kready.dev/v1\nkind: Config\nprofile: production\nwaivers:\n- {check: dns/ha, owner: a, reason: b, expires: 2026-12-31}\nthresholds: {pendingMinutes: 5}\ncollect: [{name: a, group: b, resource: c, fields: [spec.a]}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := parse(data, ""); err != nil && err.Error() == "" {
			t.Error("an error without a word")
		}
	})
}

// FuzzClusters: an inventory of clusters is read or refused by a clear line.
func FuzzClusters(f *testing.F) {
	f.Add([]byte("apiVersion: kready.dev/v1\nkind: Clusters\nclusters:\n- {context: 'a-*', labels: {region: eu}, profile: kind}\n- {from: b, config: c}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := parseClusters(data); err != nil && err.Error() == "" {
			t.Error("an error without a word")
		}
	})
}
