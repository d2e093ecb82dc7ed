package agent

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// volumeBytes is how much is written: more than one block, and little for any volume.
const volumeBytes = 1 << 20

// tryWrite writes random data to the file Target, syncs it to the volume, and returns the
// data's SHA-256 as its value.
func tryWrite(_ context.Context, t Trial) reply {
	data := make([]byte, volumeBytes)
	_, _ = rand.Read(data) // never fails: crypto/rand ends the program instead
	if err := writeThrough(t.Target, data); err != nil {
		return reply{err: err}
	}
	return reply{detail: fmt.Sprintf("%d bytes written and synced", len(data)), value: digest(data)}
}

// writeThrough writes a file and syncs it and its folder to the volume.
func writeThrough(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Write(data); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	return folder.Sync()
}

// tryRead reads the file Target and compares its SHA-256 with Params["sha256"].
func tryRead(_ context.Context, t Trial) reply {
	file, err := os.Open(t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, 2*volumeBytes))
	if err != nil {
		return reply{err: err}
	}
	got := digest(data)
	return reply{detail: fmt.Sprintf("%d bytes read", len(data)), value: got, wrong: got != t.Params["sha256"]}
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
