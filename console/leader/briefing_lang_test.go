package leader

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// A document says in which language it is written: readers that speak, and spell checkers, ask it.
func TestADocumentNamesItsLanguage(t *testing.T) {
	for _, lang := range words.Languages() {
		var out bytes.Buffer
		if err := RenderBriefing(&out, pagedata.Briefing{Date: "2026-11-22"},
			BriefingFile{Ext: "docx", Lang: lang}); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("docProps/core.xml")
		if err != nil {
			t.Fatal(err)
		}
		core, err := io.ReadAll(f)
		if err != nil || !strings.Contains(string(core), ">"+lang+"<") {
			t.Errorf("a document in %s does not say so: %s, %v", lang, core, err)
		}
	}
}
