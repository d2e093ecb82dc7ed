package certificates

import "testing"

func TestChallengesOfACertificate(t *testing.T) {
	for name, want := range map[string]bool{
		"web-1-1234567890-987654321":     true,
		"web-2lv6p-1234567890-987654321": true, // as before 1.13
		"web-v2-1-1234567890-987654321":  false,
		"web-1-1234567890":               false,
		"web":                            false,
		"other-1-1234567890-987654321":   false,
	} {
		if got := isChallengeOf(name, "web"); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
