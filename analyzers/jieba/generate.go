//go:build ignore

// Generate packs the dictionaries of the gojieba release named in go.mod into dict/, with
// their sums and their licence. Run it with `go generate ./analyzers/jieba` after changing
// that release; the output depends on the input alone.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yanyiwu/gojieba").Output()
	if err != nil {
		log.Fatalf("finding gojieba (is it downloaded?): %v", err)
	}
	module := strings.TrimSpace(string(out))
	var sums strings.Builder
	for _, name := range []string{"hmm_model.utf8", "jieba.dict.utf8"} {
		raw, err := os.ReadFile(filepath.Join(module, "deps", "cppjieba", "dict", name))
		if err != nil {
			log.Fatal(err)
		}
		var packed bytes.Buffer
		w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			log.Fatal(err)
		}
		if _, err := w.Write(raw); err != nil {
			log.Fatal(err)
		}
		if err := w.Close(); err != nil {
			log.Fatal(err)
		}
		write(filepath.Join("dict", name+".gz"), packed.Bytes())
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(raw), name)
	}
	write(filepath.Join("dict", "SHA256SUMS"), []byte(sums.String()))

	var licence bytes.Buffer
	licence.WriteString("The dictionaries in this folder come from gojieba and cppjieba, packed but otherwise unchanged.\n")
	for _, path := range []string{"LICENSE", filepath.Join("deps", "cppjieba", "LICENSE")} {
		raw, err := os.ReadFile(filepath.Join(module, path))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Fprintf(&licence, "\n==== %s ====\n\n%s", filepath.ToSlash(path), raw)
	}
	write(filepath.Join("dict", "LICENSE.jieba"), licence.Bytes())
}

func write(path string, data []byte) {
	if err := os.WriteFile(path, data, 0o644); err != nil {
		log.Fatal(err)
	}
}
