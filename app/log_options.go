package app

import (
	"errors"
	"fmt"
	"path/filepath"

	"huiying/app/integrity"
	"huiying/bus"
)

// logOptions says where the log is and how this process proves itself there.
func (p Options) logOptions() (bus.Options, error) {
	b := p.Cfg.Bus
	password, errPassword := p.Cfg.Secret(b.PasswordFile)
	creds, errCreds := p.Cfg.Secret(b.CredentialsFile)
	ca, errCA := p.Cfg.Secret(b.CAFile)
	if err := errors.Join(errPassword, errCreds, errCA); err != nil {
		return bus.Options{}, fmt.Errorf("a file that bus names cannot be read: %w", err)
	}
	o := bus.Options{Ends: integrity.Ends(p.Dir), Dir: filepath.Join(p.Dir, "log"), URL: p.Nats,
		Name: product, Log: p.Log, Replicas: b.Replicas,
		Login: bus.Login{User: b.User, Password: password, Credentials: []byte(creds), CA: []byte(ca)}}
	return o, nil
}
