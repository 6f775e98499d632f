package console

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:embed templates/*.html static/*
var files embed.FS

// frame holds the parts that every page is drawn with.
var frame = []string{"templates/layout.html", "templates/parts.html", "templates/regroup.html", "templates/openparts.html"}

// alone are files that are drawn without the frame.
var alone = []string{"templates/alone.html"}

// parsePages parses every page once, each with its own copy of the frame. A page is a file that
// defines "main".
func parsePages() (map[string]*template.Template, error) {
	base, err := template.New("frame").ParseFS(files, frame...)
	if err != nil {
		return nil, fmt.Errorf("parse the frame of the pages: %w", err)
	}
	out := map[string]*template.Template{}
	all, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range all {
		if slices.Contains(frame, file) || slices.Contains(alone, file) {
			continue
		}
		name := strings.TrimSuffix(path.Base(file), ".html")
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(files, file)
		}
		if err != nil {
			return nil, fmt.Errorf("parse page %s: %w", name, err)
		}
		if t.Lookup("main") == nil {
			return nil, fmt.Errorf("page %s defines no main part", name)
		}
		out[name] = t
	}
	return out, nil
}

// styles are the parts of the one style sheet, in their order: the frame first, then a file for
// each desk.
var styles = []string{"console.css", "open.css", "desk.css", "briefing_page.css", "work.css", "notices.css", "accounts.css"}

// scripts are the parts of the one script that the office's pages load, in their order: the
// library that console/assets locks, then ours. Every page works without them.
var scripts = []string{"htmx.min.js", "console.js", "desk.js"}

// static serves what pages load, under names that carry the hash of the content, so that a
// browser may keep it for good and never keeps an old one.
func (a *app) static(mux *http.ServeMux) {
	var css []byte
	for _, name := range styles {
		css = append(css, asset(name)...)
	}
	a.css = serve(mux, "console.css", "text/css; charset=utf-8", css)
	var js []byte
	for _, name := range scripts {
		js = append(append(js, asset(name)...), ";\n"...)
	}
	a.js = serve(mux, "console.js", "text/javascript; charset=utf-8", js)
	a.icon = serve(mux, "icon.svg", "image/svg+xml", asset("icon.svg"))
}

// asset is an embedded file.
func asset(name string) []byte {
	b, err := files.ReadFile("static/" + name)
	if err != nil { // embedded at build; cannot be absent
		panic(err)
	}
	return b
}

// serve answers with b and returns where.
func serve(mux *http.ServeMux, name, kind string, b []byte) string {
	sum := sha256.Sum256(b)
	ext := path.Ext(name)
	at := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	mux.HandleFunc("GET "+at, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		_, _ = w.Write(b)
	})
	return at
}
