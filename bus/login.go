package bus

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
)

// Login is how this process proves itself to a NATS server elsewhere, and whom it trusts to be
// that server. The zero value is an open server on a trusted line.
type Login struct {
	User, Password string
	Credentials    []byte // a .creds file (JWT and seed); instead of User and Password
	CA             []byte // PEM of who signed the server's certificate: then the line must be TLS
}

// errCA: the certificates to trust cannot be read.
var errCA = errors.New("holds no certificate in PEM form")

func (l Login) options() ([]nats.Option, error) {
	var out []nats.Option
	switch {
	case len(l.Credentials) > 0:
		out = append(out, nats.UserCredentialBytes(l.Credentials))
	case l.User != "":
		out = append(out, nats.UserInfo(l.User, l.Password))
	}
	if len(l.CA) > 0 {
		trusted := x509.NewCertPool()
		if !trusted.AppendCertsFromPEM(l.CA) {
			return nil, fmt.Errorf("the file of trusted certificates of the NATS server %w", errCA)
		}
		out = append(out, nats.Secure(&tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}))
	}
	return out, nil
}

// advice says what to do about a server that cannot be used.
func advice(err error) string {
	var stranger x509.UnknownAuthorityError
	var other x509.HostnameError
	switch {
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired), errors.Is(err, nats.ErrAuthRevoked):
		return "check user and password, or the credentials file: the server refused them"
	case errors.As(err, &stranger):
		return "name the file of the authority that signed the server's certificate as bus.ca_file"
	case errors.As(err, &other):
		return "use an address that the server's certificate names"
	case errors.Is(err, nats.ErrSecureConnWanted):
		return "the server offers no TLS: give it a certificate, or leave bus.ca_file out"
	}
	return "check that the NATS server runs and the address is right"
}
