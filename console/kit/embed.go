package kit

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:embed templates/*.html static/*
var files embed.FS

// frame holds the parts that every page is drawn with.
var frame = []string{"templates/layout.html", "templates/parts.html"}

// functions of templates. pair hands a partial template the view beside its item.
var functions = template.FuncMap{"pair": func(v, x any) Pair { return Pair{v, x} }}

// Add parses the pages of a room, each with its own copy of the frame and of the room's parts. A
// file of its templates that defines "main" is a page; the others are parts.
func (k *Kit) Add(room fs.FS) error {
	base, err := template.New("frame").Funcs(functions).ParseFS(files, frame...)
	if err != nil {
		return fmt.Errorf("parse the frame of the pages: %w", err)
	}
	all, err := fs.Glob(room, "templates/*.html")
	if err != nil {
		return err
	}
	var pages []string
	for _, file := range all {
		t, err := template.New(path.Base(file)).Funcs(functions).ParseFS(room, file)
		switch {
		case err != nil:
			return fmt.Errorf("parse %s: %w", file, err)
		case slices.Contains(frame, file):
			if room != fs.FS(files) {
				return fmt.Errorf("%s: the kit has a file of this name for the frame", file)
			}
		case t.Lookup("main") != nil:
			pages = append(pages, file)
		default:
			if base, err = base.ParseFS(room, file); err != nil {
				return fmt.Errorf("parse %s: %w", file, err)
			}
		}
	}
	for _, file := range pages {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if k.pages[name] != nil {
			return fmt.Errorf("two pages are called %s", name)
		}
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(room, file)
		}
		if err != nil {
			return fmt.Errorf("parse page %s: %w", name, err)
		}
		k.pages[name] = t
	}
	return nil
}

// Pages are the names of all pages, sorted.
func (k *Kit) Pages() []string { return slices.Sorted(maps.Keys(k.pages)) }

// styles are the parts of the one style sheet, in their order: the frame first, then a file for
// each desk.
var styles = []string{"console.css", "open.css", "desk.css", "briefing_page.css", "work.css",
	"notices.css", "accounts.css", "counter.css", "upload.css", "sources.css", "setup.css", "settings.css", "alerts.css", "items.css"}

// scripts are the parts of the one script that the office's pages load, in their order: the
// library that console/assets locks, then ours. Every page works without them.
var scripts = []string{"htmx.min.js", "console.js", "palette.js", "desk.js", "counter.js"}

// single are scripts that one page alone loads.
var single = []string{"suggest.js"}

// static serves what pages load, under names that carry the hash of the content, so that a
// browser may keep it for good and never keeps an old one.
func (k *Kit) static(mux *http.ServeMux) {
	var css []byte
	all := styles
	if k.Guide {
		all = append(slices.Clone(styles), "styleguide.css")
	}
	for _, name := range all {
		css = append(css, asset(name)...)
	}
	k.css = serve(mux, "console.css", "text/css; charset=utf-8", css)
	var js []byte
	for _, name := range scripts {
		js = append(append(js, asset(name)...), ";\n"...)
	}
	k.js = serve(mux, "console.js", "text/javascript; charset=utf-8", js)
	k.icon = serve(mux, "icon.svg", "image/svg+xml", asset("icon.svg"))
	k.alone = map[string]string{}
	for _, name := range single {
		k.alone[name] = serve(mux, name, "text/javascript; charset=utf-8", asset(name))
	}
	if k.Emblem != nil {
		k.emblem = serve(mux, "emblem.png", "image/png", k.Emblem)
	}
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

// Static are the files that pages load, before they are joined: for measuring them.
func Static() fs.FS {
	sub, err := fs.Sub(files, "static")
	if err != nil { // embedded at build; cannot be absent
		panic(err)
	}
	return sub
}
