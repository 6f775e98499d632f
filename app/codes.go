package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"huiying/app/codes"
	"huiying/console/api"
	"huiying/responders/querycode"
)

// codesKey is the file of the key that query codes are known by. It is in no backup.
func (p Options) codesKey() string { return codesKeyOf(p.Cfg.Casework.CodeKeyFile, p.Dir) }

func codesKeyOf(configured, dir string) string {
	return cmp.Or(configured, filepath.Join(dir, "codes.key"))
}

// CodesOf opens the book of query codes, which every console process on the same log shares. A key
// file that is not theirs is refused before anybody hands out a code that the others do not know.
func CodesOf(a *App) (codes.Codes, error) {
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	bucket, err := a.bus.Bucket(ctx, bucketCodes)
	if err != nil {
		return codes.Codes{}, err
	}
	key, err := querycode.OpenKey(a.opt.codesKey())
	if err != nil {
		return codes.Codes{}, err
	}
	return codes.Codes{Bucket: bucket, Key: key, Random: rand.Reader, Register: a.register, Cases: a.desk,
		Now: a.opt.Now}, nil
}

// ErrCodeHanded says that a mention has its query code, which nobody can tell any more.
var ErrCodeHanded = codes.ErrHanded

// Hand lets the running server make the query code of a mention, once.
func (r RemoteInbox) Hand(ctx context.Context, mention string) (string, error) {
	var out api.HandedCode
	err := remote(r).call(ctx, http.MethodPost, "/api/v1/mentions/"+url.PathEscape(mention)+"/code", nil, &out)
	if no, ok := errors.AsType[*refusedCall](err); ok && no.code == "code_handed" {
		err = ErrCodeHanded
	}
	return out.Code, err
}

// keyMark is that of a key file, "" where there is none.
func keyMark(file string) (string, error) {
	k, err := querycode.ReadKey(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return k.Mark(), nil
}

// handedUnder is the mark of the key under which codes were handed out, "" where none was.
func handedUnder(ctx context.Context, a *App) (string, error) {
	bucket, err := a.bus.Bucket(ctx, bucketCodes)
	if err != nil {
		return "", err
	}
	return codes.Mark(ctx, bucket)
}
