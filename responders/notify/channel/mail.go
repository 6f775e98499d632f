package channel

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	mail "github.com/wneessen/go-mail"
)

// Mail hands messages to an SMTP server. Beyond loopback TLS is required: from the first byte on
// port 465, else by STARTTLS.
type Mail struct {
	Host           string
	Port           int
	User, Password string
	From           string
	To             []string
	Roots          *x509.CertPool // nil: whom this machine trusts
	Timeout        time.Duration  // 0 = 30 s
	Now            func() time.Time

	mandatory bool // tests: TLS even to this machine
}

func openMail(s Settings) (Sender, error) {
	host, port, err := net.SplitHostPort(s.Server)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("port %q is no number", port)
	}
	m := Mail{Host: host, Port: n, User: s.User, Password: s.Password, From: s.From, To: s.To, Now: s.Now}
	if s.CA != "" {
		m.Roots = x509.NewCertPool()
		if !m.Roots.AppendCertsFromPEM([]byte(s.CA)) {
			return nil, errors.New("ca_file holds no certificate")
		}
	}
	return m, nil
}

// Send makes one attempt. The Message-ID comes of the key, so that a second copy of the same
// message can be known as one.
func (s Mail) Send(ctx context.Context, m Message) error {
	msg, err := s.message(m)
	if err != nil {
		return err
	}
	limit := s.Timeout
	if limit <= 0 {
		limit = 30 * time.Second
	}
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(limit), mail.WithTLSPolicy(mail.TLSMandatory),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12})}
	switch {
	case s.Port == 465:
		options = append(options, mail.WithSSL())
	case loopback(s.Host) && !s.mandatory:
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return fmt.Errorf("mail server %s: %w", s.Host, err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("mail server %s: %w", s.Host, err)
	}
	err = client.Send(msg)
	closed := client.Close()
	if err != nil {
		return fmt.Errorf("mail server %s: %w", s.Host, err)
	}
	_ = closed // it has taken the message: a goodbye that fails changes nothing
	return nil
}

func (s Mail) message(m Message) (*mail.Msg, error) {
	msg := mail.NewMsg()
	if err := msg.From(s.From); err != nil {
		return nil, fmt.Errorf("the sender's address: %w", err)
	}
	if err := msg.To(s.To...); err != nil {
		return nil, fmt.Errorf("the receivers' addresses: %w", err)
	}
	domain := "huiying.invalid"
	if _, d, ok := strings.Cut(strings.Trim(s.From, "<> "), "@"); ok {
		domain = strings.TrimRight(d, ">")
	}
	msg.SetMessageIDWithValue(m.Key + "@" + domain)
	msg.SetDateWithValue(s.Now())
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("Huiying-Key", m.Key)
	msg.Subject(clipped(m.Subject, 200))
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	for _, f := range m.Files {
		err := msg.AttachReader(f.Name, bytes.NewReader(f.Data), mail.WithFileContentType(mail.ContentType(f.Kind)))
		if err != nil {
			return nil, fmt.Errorf("attach a file: %w", err)
		}
	}
	return msg, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
