package bus

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/minio/highwayhash"
	"github.com/nats-io/nats-server/v2/server"
)

// streamDirs lists the streams of an embedded log. The server marks with a point those that it was
// taking away, and finishes that when it starts.
func streamDirs(log string) (names []string, err error) {
	entries, err := os.ReadDir(filepath.Dir(StreamDir(log, "x")))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// dropBadDescriptions takes away what describes a stream where that is not as it was written: a kill
// while a stream was made or changed leaves such a one, for the description and its sum are two files.
// The server passes over a stream without a description, and makes one anew, above the messages and
// the progress of readers that are there, when the stream is asked for (EnsureStreams, Bucket). So it
// is rebuilt like everything that can be, and is no damage.
func dropBadDescriptions(log string) (dropped []string, err error) {
	streams, err := streamDirs(log)
	if err != nil {
		return nil, err
	}
	for _, stream := range streams {
		dir := StreamDir(log, stream)
		good, err := describes(dir, stream)
		if err != nil {
			return dropped, err
		}
		if good {
			continue
		}
		for _, file := range []string{server.JetStreamMetaFile, server.JetStreamMetaFileSum} {
			if err := os.Remove(filepath.Join(dir, file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return dropped, fmt.Errorf("the description of the stream %s is damaged and cannot be taken away: %w", stream, err)
			}
		}
		dropped = append(dropped, stream)
	}
	return dropped, nil
}

// describes says whether the description in a stream's directory is as it was written.
func describes(dir, stream string) (bool, error) {
	b, err := os.ReadFile(filepath.Join(dir, server.JetStreamMetaFile))
	sum, missing := os.ReadFile(filepath.Join(dir, server.JetStreamMetaFileSum))
	for _, err := range []error{err, missing} {
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	key := sha256.Sum256([]byte(stream))
	hash, err := highwayhash.New64(key[:])
	if err != nil {
		return false, err
	}
	hash.Write(b)
	return json.Valid(b) && hex.EncodeToString(hash.Sum(nil)) == string(sum), nil
}
