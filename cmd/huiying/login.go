package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"huiying/bus"
)

// logOptions says where the log is and how this process proves itself there.
func (p plan) logOptions() (bus.Options, error) {
	b := p.cfg.Bus
	password, errPassword := p.cfg.Secret(b.PasswordFile)
	creds, errCreds := p.cfg.Secret(b.CredentialsFile)
	ca, errCA := p.cfg.Secret(b.CAFile)
	if err := errors.Join(errPassword, errCreds, errCA); err != nil {
		return bus.Options{}, fmt.Errorf("a file that bus names cannot be read: %w", err)
	}
	o := bus.Options{Dir: filepath.Join(p.dir, "log"), URL: p.nats, Name: product, Log: p.log, Replicas: b.Replicas,
		Login: bus.Login{User: b.User, Password: password, Credentials: []byte(creds), CA: []byte(ca)}}
	return o, nil
}
