// Package wholefile writes small files whole or not at all, whenever the power fails.
package wholefile

import (
	"errors"
	"os"
)

// Write puts data at path, for its owner alone: written beside its place, synced, put there.
func Write(path string, data []byte) error {
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
