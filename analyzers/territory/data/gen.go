//go:build ignore

// Gen writes the compressed tables of this folder from the compilations that NOTICE names:
//
//	go run data/gen.go -divisions DIR -opencc FILE -jieba FILE -out data
//
// The binary carries only what it needs: four columns of the divisions, the pairs of
// traditional and simplified characters that occur in names, and from jieba's dictionary
// the words that look like a division's short name (朝阳产业) or are one (和平, 资源).
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	dir := flag.String("divisions", "", "folder with divisions*.csv, division_aliases.csv, division_changes.csv")
	opencc := flag.String("opencc", "", "TSCharacters.txt of OpenCC")
	jieba := flag.String("jieba", "", "jieba.dict.utf8")
	out := flag.String("out", "data", "folder to write")
	flag.Parse()

	divisions := append(rows(*dir, "divisions.csv")[1:], rows(*dir, "divisions_supplement.csv")[1:]...)
	var b bytes.Buffer
	runes, shorts, high := map[rune]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range divisions {
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", r[0], r[1], r[2], r[3])
		for _, c := range r[1] {
			runes[c] = true
		}
		name := []rune(r[1])
		if (r[2] == "county" || r[2] == "city") && len(name) > 2 && strings.ContainsRune("县区市旗", name[len(name)-1]) {
			shorts[string(name[:len(name)-1])] = true
		}
	}
	write(*out, "divisions.csv.gz", b.Bytes())

	b.Reset()
	for _, r := range rows(*dir, "division_aliases.csv")[1:] {
		for alias := range strings.SplitSeq(r[2], "/") {
			fmt.Fprintf(&b, "%s,%s\n", r[0], alias)
			shorts[alias] = true
			high[alias] = high[alias] || len(r[0]) < 6
		}
	}
	write(*out, "aliases.csv.gz", b.Bytes())

	b.Reset()
	for _, r := range rows(*dir, "division_changes.csv")[1:] {
		fmt.Fprintf(&b, "%s\n", strings.Join(r[2:], ","))
	}
	write(*out, "changes.csv.gz", b.Bytes())

	b.Reset()
	for _, l := range lines(*opencc) {
		trad, simp, _ := strings.Cut(l, "\t")
		simp, _, _ = strings.Cut(simp, " ")
		t, s := []rune(trad), []rune(simp)
		if len(t) == 1 && len(s) == 1 && runes[s[0]] && !runes[t[0]] {
			b.WriteString(trad + simp + "\n")
		}
	}
	write(*out, "fold.txt.gz", b.Bytes())
	write(*out, "words.txt.gz", words(lines(*jieba), shorts, high))
}

// words keeps two kinds: "=word" is a short name that is an everyday word, and "+word" is
// a longer word that a short name lies in.
func words(dict []string, shorts, high map[string]bool) []byte {
	var out []string
	for _, l := range dict {
		f := strings.Fields(l)
		if len(f) != 3 {
			continue
		}
		w, tag := f[0], f[2]
		r := []rune(w)
		if tag == "ns" || tag == "nt" || tag == "nsf" {
			continue
		}
		if shorts[w] {
			kind := "~" // a noun or a person's name, often only because the dictionary guessed so
			if strings.HasPrefix(tag, "v") || slices.Contains([]string{"a", "d", "f", "s", "c", "m", "b", "t", "i", "l", "q", "z", "r", "an", "ad"}, tag) {
				kind = "="
			}
			out = append(out, kind+w)
			continue
		}
		if len(r) < 3 || len(r) > 8 || strings.HasPrefix(tag, "nr") || strings.ContainsRune("县市区镇乡人籍委", r[len(r)-1]) {
			continue
		}
		idiom := slices.Contains([]string{"i", "l", "m", "v", "z", "t", "a", "b", "f", "d", "vn"}, tag)
		if inside(r, func(s string) bool { return shorts[s] && (idiom || !high[s]) }) {
			out = append(out, "+"+w)
		}
	}
	slices.Sort(out)
	return []byte(strings.Join(out, "\n") + "\n")
}

func inside(r []rune, ok func(string) bool) bool {
	for i := range r {
		for j := i + 2; j <= len(r); j++ {
			if ok(string(r[i:j])) {
				return true
			}
		}
	}
	return false
}

func rows(dir, name string) [][]string {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	all, err := r.ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	return all
}

func lines(path string) []string {
	b, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// write compresses without a time stamp, so that the same input gives the same file.
func write(dir, name string, b []byte) {
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err == nil {
		_, err = io.Copy(w, bytes.NewReader(b))
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), z.Bytes(), 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}
