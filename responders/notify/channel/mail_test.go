package channel

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"huiying/internal/waittest"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// postOffice is a real SMTP server that fails where it is told to.
type postOffice struct {
	mu    sync.Mutex
	got   []string
	users []string
	rcpt  error
	data  error
	cut   bool // the line breaks while the message is under way
	plain bool
}

func (p *postOffice) NewSession(c *smtp.Conn) (smtp.Session, error) { return &visit{p: p, c: c}, nil }

type visit struct {
	p *postOffice
	c *smtp.Conn
}

func (v *visit) Reset()                                    {}
func (v *visit) Logout() error                             { return nil }
func (v *visit) Mail(string, *smtp.MailOptions) error      { return nil }
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error { return v.p.rcpt }
func (v *visit) AuthMechanisms() []string                  { return []string{sasl.Plain} }
func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "right" {
			return errors.New("no")
		}
		v.p.mu.Lock()
		defer v.p.mu.Unlock()
		v.p.users = append(v.p.users, user)
		return nil
	}), nil
}

func (v *visit) Data(r io.Reader) error {
	if v.p.cut {
		_, _ = io.CopyN(io.Discard, r, 20)
		return v.c.Conn().Close()
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if v.p.data != nil {
		return v.p.data
	}
	v.p.mu.Lock()
	defer v.p.mu.Unlock()
	v.p.got = append(v.p.got, string(b))
	return nil
}

// open starts the server on loopback and returns a Mail for it that trusts its certificate.
func (p *postOffice) open(t *testing.T) Mail {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, _ := x509.ParseCertificate(der)
	s := smtp.NewServer(p)
	s.ReadTimeout, s.WriteTimeout, s.Domain, s.ErrorLog = waittest.Limit, waittest.Limit, "localhost", quiet{}
	if !p.plain {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	m := Mail{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "office", Password: "right", From: "huiying@example.org", To: []string{"duty@example.org"},
		Roots: x509.NewCertPool(), Timeout: 3 * time.Second, Now: clockNow}
	m.Roots.AddCert(leaf)
	return m
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func TestMailArrivesWithItsKeyAndFiles(t *testing.T) {
	p := &postOffice{}
	m := sample
	m.Files = []File{{Name: "简报.pdf", Kind: "application/pdf", Data: []byte("%PDF-sample")}}
	to := p.open(t)
	for range 2 { // what was sent twice carries one Message-ID
		if err := to.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.got) != 2 || len(p.users) != 2 || p.users[0] != "office" {
		t.Fatalf("%d mails, users %v", len(p.got), p.users)
	}
	for _, mail := range p.got {
		for _, want := range []string{"Message-ID: <k1@example.org>", "Huiying-Key: k1", "application/pdf", "Auto-Submitted: auto-generated"} {
			if !strings.Contains(mail, want) {
				t.Errorf("no %q in\n%s", want, mail)
			}
		}
	}
}

func TestHowMailFails(t *testing.T) {
	for code, p := range map[string]*postOffice{
		"smtp_450": {rcpt: &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "greylisted"}},
		"smtp_550": {rcpt: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody of that name"}},
		"smtp_552": {data: &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4}, Message: "too large"}},
	} {
		if err := p.open(t).Send(t.Context(), sample); Code(err) != code {
			t.Errorf("%s: %v is %q", code, err, Code(err))
		}
	}
	cut := &postOffice{cut: true}
	if err := cut.open(t).Send(t.Context(), sample); err == nil {
		t.Error("a line that broke counts as success")
	}
	wrong := (&postOffice{}).open(t)
	wrong.Password = "wrong"
	if err := wrong.Send(t.Context(), sample); err == nil || strings.Contains(err.Error(), "wrong") {
		t.Errorf("a wrong password: %v", err)
	}
	stranger := (&postOffice{}).open(t)
	stranger.Roots = x509.NewCertPool()
	if err := stranger.Send(t.Context(), sample); err == nil {
		t.Error("a certificate of nobody is trusted")
	}
	gone := (&postOffice{}).open(t)
	gone.Port = 1
	if err := gone.Send(t.Context(), sample); err == nil {
		t.Error("no server, and no error")
	}
}

func TestWithoutTLSNothingLeavesTheMachine(t *testing.T) {
	m := (&postOffice{plain: true}).open(t)
	m.User = ""
	if err := m.Send(t.Context(), sample); err != nil {
		t.Errorf("loopback without TLS: %v", err)
	}
	// the same server under a name that is not this machine's: TLS is asked for and not there
	m.mandatory = true
	if err := m.Send(t.Context(), sample); err == nil {
		t.Error("plain mail to a server elsewhere")
	}
}
