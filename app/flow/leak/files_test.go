package leak_test

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// dressings write eleven digits as exports of web systems do: with entities, tags and invisible
// characters between them, and with letters beside them.
var dressings = []func(s string) string{
	func(s string) string { return s[:3] + "&nbsp;" + s[3:7] + "&nbsp;" + s[7:] },
	func(s string) string { return s[:3] + "<br>" + s[3:7] + "<br/>" + s[7:] },
	func(s string) string {
		return "<span>" + s[:3] + "</span><span style=\"x\">" + s[3:7] + "</span>" + s[7:]
	},
	func(s string) string { return s[:3] + "&#" + fmt.Sprint(s[3]) + ";" + s[4:] },
	func(s string) string { return s[:3] + fmt.Sprintf("&#x%x;", s[3]) + s[4:] },
	func(s string) string { return "&lt;b&gt;" + s[:5] + "&lt;/b&gt;" + s[5:] },
	func(s string) string { return s[:3] + "\u200b" + s[3:7] + "\u00ad" + s[7:] },
	func(s string) string { return "tel" + s + "abc" },
	func(s string) string { return "x" + s },
	func(s string) string { return s + "转告Wang" },
	func(s string) string { return "Wang" + s + "li" },
}

// dressed are sentences with a mobile number and an identity number in each dressing.
func (g *seeder) dressed(where string) string {
	var b strings.Builder
	for i, dress := range dressings {
		at := fmt.Sprintf("%s, dressing %d", where, i)
		n, _ := g.next()
		mobile := fmt.Sprintf("1380000%04d", n)
		b.WriteString("联系" + g.dress(at, "mobile", mobile, dress(mobile)) + "，")
		id := g.plainID()
		b.WriteString("身份证" + g.dress(at, "id_card", id, dress(id)) + "。")
	}
	return b.String()
}

// fileName is how people name what they export: with whoever it is about.
func (g *seeder) fileName(where string) string {
	return "来信 " + g.plainMobile(where) + " " + g.bankCard(where)
}

// dressedCSV is an export of a web system: its cells are pieces of pages.
func dressedCSV(g *seeder) string {
	return "编号,标题,内容\n" +
		"H1,<b>澄川市柳浦区</b>井盖," + control + "。" + quoted(g.dressed("dressed csv")) + "\n" +
		"H2," + quoted("澄川市柳浦区路灯"+g.dressed("dressed csv title")) + "," + control + "第二盏\n"
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func zippedCSV(g *seeder) string {
	return "编号,标题,内容\nZ1,澄川市柳浦区积水," + control + "又积水。" + g.confession("file in a zip") + "\n"
}

func zipped(t *testing.T, name, member, text string) string {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, err := z.Create(member)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err = errors.Join(err, z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

// hiddenXLSX holds identifiers wherever a workbook has room beside its cells: names of sheets and
// ranges, comments, properties, links, headers of print, hidden sheets, rows and columns.
func hiddenXLSX(t *testing.T, g *seeder, name string) string {
	t.Helper()
	book := excelize.NewFile()
	rows := func(sheet, where string) error {
		header := []any{"工单编号", "工单标题", "工单内容", "备注说明" + g.plainMobile(where+", label")}
		row := []any{"X-" + where, "岚桥市石汀区停水", control + "在" + where + "。" + g.dressed(where),
			g.name(where + ", unknown column")}
		return errors.Join(book.SetSheetRow(sheet, "A1", &header), book.SetSheetRow(sheet, "A2", &row))
	}
	seen, hidden := "表"+g.plainMobile("sheet name"), "藏"+g.plainMobile("name of a hidden sheet")
	_, err := book.NewSheet(hidden)
	err = errors.Join(err, book.SetSheetName("Sheet1", seen), rows(seen, "sheet"), rows(hidden, "hidden sheet"),
		book.SetSheetVisible(hidden, false),
		book.AddComment(seen, excelize.Comment{Cell: "A2", Author: g.name("comment author"),
			Text: g.confession("comment")}),
		book.SetDocProps(&excelize.DocProperties{Creator: "作者" + g.name("creator"),
			Title: g.confession("document title"), Subject: g.mobile("subject"),
			Description: g.confession("description"), LastModifiedBy: g.plainMobile("last modified by")}),
		book.SetDefinedName(&excelize.DefinedName{Name: "n_" + g.plainMobile("defined name"),
			RefersTo: "'" + seen + "'!$A$1", Comment: g.mobile("comment of a name")}),
		book.SetCellHyperLink(seen, "B2", "mailto:"+g.email("link of a cell"), "External"),
		book.SetHeaderFooter(seen, &excelize.HeaderFooterOptions{OddHeader: g.plainMobile("print header")}),
		book.SaveAs(name), book.Close())
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Clean(name)
}
