package accounts

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"huiying/internal/keyfile"
)

// Seal seals what must be read again with a key that does not lie beside it.
type Seal struct{ aead cipher.AEAD }

// OpenSeal reads the key from a file, making it when it is not there.
func OpenSeal(file string) (*Seal, error) {
	key, err := keyfile.Open(file)
	if err != nil {
		return nil, fmt.Errorf("key of the second factors: %w", err)
	}
	return NewSeal(key)
}

// NewSeal seals with a key.
func NewSeal(key []byte) (*Seal, error) {
	sum := sha256.Sum256(key)
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &Seal{aead}, err
}

func (s *Seal) seal(owner, text string) string {
	return base64.RawStdEncoding.EncodeToString(s.aead.Seal(nil, nil, []byte(text), []byte(owner)))
}

func (s *Seal) open(owner, sealed string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err == nil {
		raw, err = s.aead.Open(nil, nil, raw, []byte(owner))
	}
	if err != nil {
		return "", fmt.Errorf("the second factor cannot be read (was the key file lost?): %w", err)
	}
	return string(raw), nil
}

// Offer is a second factor that its owner has not confirmed yet.
type Offer struct {
	Secret string // base32, to type
	URL    string // otpauth://
	PNG    string // the same as a picture, base64
}

// period is how long a code counts, in seconds.
const period = 30

// NewFactor offers a secret.
func NewFactor(issuer, id string) (Offer, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: id, Period: period})
	if err != nil {
		return Offer{}, err
	}
	return offer(key)
}

// SameFactor is the offer of a secret that was offered already.
func SameFactor(issuer, id, secret string) (Offer, error) {
	raw, err := base32Of(secret)
	if err != nil {
		return Offer{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: id, Period: period, Secret: raw})
	if err != nil {
		return Offer{}, err
	}
	return offer(key)
}

func offer(key *otp.Key) (Offer, error) {
	img, err := key.Image(232, 232)
	if err != nil {
		return Offer{}, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return Offer{}, err
	}
	return Offer{key.Secret(), key.URL(), base64.StdEncoding.EncodeToString(b.Bytes())}, nil
}

// stepOf is the time step whose code was given, one before and one after allowed.
func stepOf(secret, code string, now time.Time) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	if len(code) != 6 {
		return 0, false
	}
	for _, d := range []int64{0, -1, 1} {
		at := now.Add(time.Duration(d*period) * time.Second)
		want, err := totp.GenerateCode(secret, at)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at.Unix() / period, true
		}
	}
	return 0, false
}

const recoveryCodes = 10

// TakeFactor makes an offered secret the second factor once a code shows that its owner has it, and
// returns recovery codes, which are shown once.
func (b *Directory) TakeFactor(ctx context.Context, id, secret, code string) ([]string, error) {
	if b.Seal == nil {
		return nil, fmt.Errorf("%w: no second factors here", ErrInvalid)
	}
	step, ok := stepOf(secret, code, b.Now())
	if !ok {
		return nil, ErrWrong
	}
	var codes, hashes []string
	for range recoveryCodes {
		c := strings.ToLower(rand.Text()[:16]) // 80 bits: too many to try, so a plain hash will do
		c = c[:4] + "-" + c[4:8] + "-" + c[8:12] + "-" + c[12:]
		codes, hashes = append(codes, c), append(hashes, hashOf(c))
	}
	_, err := b.Change(ctx, id, func(a *Account) error {
		a.Factor, a.Step, a.Recovery = b.Seal.seal(id, secret), step, hashes
		return nil
	})
	return codes, err
}

// DropFactor takes the second factor away.
func (b *Directory) DropFactor(ctx context.Context, id string) error {
	_, err := b.Change(ctx, id, func(a *Account) error { a.Factor, a.Step, a.Recovery = "", 0, nil; return nil })
	return err
}

// second checks a code or a recovery code, each of which works once.
func (b *Directory) second(ctx context.Context, id, code string) error {
	_, err := b.Change(ctx, id, func(a *Account) error {
		used := hashOf(strings.ToLower(strings.TrimSpace(code)))
		if i := slices.Index(a.Recovery, used); i >= 0 {
			a.Recovery = slices.Delete(slices.Clone(a.Recovery), i, i+1)
			return nil
		}
		if b.Seal == nil {
			return ErrWrong
		}
		secret, err := b.Seal.open(id, a.Factor)
		if err != nil {
			return err
		}
		step, ok := stepOf(secret, code, b.Now())
		if !ok || step <= a.Step {
			return ErrWrong
		}
		a.Step = step
		return nil
	})
	return err
}

// hashOf is for random values that are too long to be guessed.
func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
