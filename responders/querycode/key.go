package querycode

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Key is what codes are known by.
type Key struct{ secret []byte }

// leastKey is the length of a key file.
const leastKey = 32

// OpenKey reads the key from a file. When there is none it makes one, mode 0600, whole or not at all:
// of several processes that begin at once all get the same.
func OpenKey(file string) (*Key, error) {
	k, err := ReadKey(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	part, err := os.CreateTemp(filepath.Dir(file), ".codes-*") // made with mode 0600
	if err != nil {
		return nil, fmt.Errorf("key of query codes: %w", err)
	}
	_, err = part.WriteString(rand.Text() + rand.Text() + "\n")
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		if err = os.Link(part.Name(), file); errors.Is(err, fs.ErrExist) {
			err = nil // another process was faster
		}
	}
	if err = errors.Join(err, os.Remove(part.Name())); err != nil {
		return nil, fmt.Errorf("key of query codes: %w", err)
	}
	return ReadKey(file)
}

// ReadKey reads the key from a file that is there.
func ReadKey(file string) (*Key, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("key of query codes: %w", err)
	}
	if b = bytes.TrimSpace(b); len(b) < leastKey {
		return nil, fmt.Errorf("key of query codes: %s holds less than %d characters", file, leastKey)
	}
	return &Key{b}, nil
}

func (k *Key) mac(of, text string) []byte {
	m := hmac.New(sha256.New, k.secret)
	m.Write([]byte(of + "\x00" + text))
	return m.Sum(nil)
}

// Of is what a code is kept as: 64 hex digits.
func (k *Key) Of(c Code) string { return hex.EncodeToString(k.mac("code", string(c))) }

// Mark tells one key from another, and nothing of either.
func (k *Key) Mark() string { return hex.EncodeToString(k.mac("mark", "")[:8]) }

// ticket is what a page holds between showing a case and taking a verdict, so that it holds no code.
type ticket struct {
	Of    string `json:"o"`
	Until int64  `json:"u"`
}

// Seal writes what a code is kept as so that only this key reads it, and only until a moment.
func (k *Key) Seal(of string, until time.Time) (string, error) {
	aead, err := k.aead()
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(ticket{of, until.Unix()})
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nil, nil, b, nil)), err
}

// Unseal reads it again; false when it is not ours, or too old.
func (k *Key) Unseal(sealed string, now time.Time) (of string, ok bool) {
	aead, err := k.aead()
	if err != nil {
		return "", false
	}
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err == nil {
		raw, err = aead.Open(nil, nil, raw, nil)
	}
	var t ticket
	if err != nil || json.Unmarshal(raw, &t) != nil || now.Unix() > t.Until {
		return "", false
	}
	return t.Of, true
}

func (k *Key) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.mac("ticket", ""))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
