package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"modernc.org/sqlite"
)

// Searching headings for words as they stand needs no dictionary: every two letters that follow each other
// are one token, a sign or space between letters is another, and what stands in a heading is a phrase of
// them. Triggers keep the indexes, so that no writer can forget them, and what is forgotten goes from them at once.
var headingSchema = casesHeaded.schema() + issuesHeaded.schema()

// headed is a table whose rows have headings, and numbers by which the index of headings knows them. The index holds
// no text: what is found is looked up by its number, if at all.
type headed struct {
	table string
	text  string // what words are looked for in
	row   string // finds the row of t whose heading was found
}

var (
	casesHeaded  = headed{"titles", "t.title || ' ' || t.id", "cases c JOIN titles t ON t.id = c.id WHERE c.number"}
	issuesHeaded = headed{"issues", "t.title", "issues t WHERE t.number"}
)

func (h headed) schema() string {
	index := h.table + "_headed"
	out := "INSERT INTO " + index + " (" + index + ", rowid, pairs) VALUES ('delete', old.number, letter_pairs(old.title));"
	in := "INSERT INTO " + index + " (rowid, pairs) VALUES (new.number, letter_pairs(new.title));"
	name, on := "CREATE TRIGGER "+h.table+"_", " ON "+h.table
	return "\nCREATE VIRTUAL TABLE " + index + " USING fts5 (pairs, content = '', tokenize = 'ascii');\n" +
		"INSERT INTO " + index + " (" + index + ", rank) VALUES ('secure-delete', 1);\n" +
		name + `made AFTER INSERT` + on + ` BEGIN ` + in + " END;\n" +
		name + `moved AFTER UPDATE` + on + ` WHEN new.title <> old.title BEGIN ` + out + in + " END;\n" +
		name + `gone AFTER DELETE` + on + ` BEGIN ` + out + " END;\n"
}

func init() {
	sqlite.MustRegisterDeterministicScalarFunction("letter_pairs", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		s, _ := args[0].(string)
		return strings.Join(pairs(s), " "), nil
	})
}

// pairs are the tokens of a text: each two letters or digits beside each other, and "0" for what lies between.
func pairs(text string) []string {
	var out []string
	before := rune(-1)
	for _, r := range text {
		if 'A' <= r && r <= 'Z' { // as LIKE folds, which looked through headings before
			r += 'a' - 'A'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if len(out) > 0 && out[len(out)-1] != "0" {
				out = append(out, "0")
			}
			before = -1
			continue
		}
		if before >= 0 {
			out = append(out, strconv.FormatInt(int64(before), 36)+"z"+strconv.FormatInt(int64(r), 36))
		}
		before = r
	}
	return out
}

// phrase is the question for headings in which words may stand as they are, and whether there is one: not for
// single letters, nor for what may end in a piece of a case's id. Of signs it says only that some stand there;
// exact says that there are none.
func phrase(q string) (match string, exact, ok bool) {
	tokens := pairs(q)
	end := q[strings.LastIndex(q, " ")+1:]
	if len(tokens) == 0 || strings.Trim(end, "abcdefABCDEF0123456789") == "" {
		return "", false, false
	}
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return `"` + strings.Join(tokens, " ") + `"`, !strings.ContainsFunc(q, sign), true
}

// manyNamed is from how many rows on a list is found sooner by a walk in its order, until the page is full, than by
// looking each up and sorting them.
const manyNamed = 1000

// named narrows w to the cases or issues of those numbers in whose heading, or a case's id, words stand as they are.
func (s *file) named(ctx context.Context, w *where, number string, h headed, q string) error {
	match, exact, ok := phrase(q)
	stmt, args := `SELECT t.number FROM `+h.table+` t WHERE `+like(h.text), []any{pattern(q)}
	if ok {
		stmt, args = `SELECT h.rowid FROM `+h.table+`_headed h WHERE h.`+h.table+`_headed MATCH ?`, []any{match}
	}
	if ok && !exact {
		stmt += ` AND EXISTS (SELECT 1 FROM ` + h.row + ` = h.rowid AND ` + like(h.text) + `)`
		args = append(args, pattern(q))
	}
	var n int
	var err error
	if exact {
		n, err = s.count(ctx, `(`+stmt+`)`, &where{args: args})
	} else { // looked through once: the list asks for it twice
		var all []int64
		all, err = query(ctx, s, stmt, args, func(r *sql.Rows) (n int64, err error) { err = r.Scan(&n); return })
		list, _ := json.Marshal(all) // numbers
		n, stmt, args = len(all), `SELECT value FROM json_each(?)`, []any{string(list)}
	}
	w.and(number+" IN ("+stmt+")", args...)
	w.named, w.few = &n, n < s.manyNamed
	return err
}
