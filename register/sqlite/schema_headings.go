package sqlite

import (
	"database/sql/driver"
	"strconv"
	"strings"
	"unicode"

	"modernc.org/sqlite"
)

// Searching headings for words as they stand needs no dictionary: every two letters that follow
// each other are one token, a sign or space between letters is another, and what stands in a
// heading is a phrase of them. Triggers keep the indexes, so that no writer can forget them, and
// what is forgotten goes from them at once.
var headingSchema = casesHeaded.schema() + issuesHeaded.schema()

// headed is a table whose rows have headings, and numbers by which the index of headings knows
// them. The index holds no text: what is found is looked up by its number, if at all.
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
	sqlite.MustRegisterDeterministicScalarFunction("letter_pairs", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			s, _ := args[0].(string)
			return strings.Join(pairs(s), " "), nil
		})
}

// pairs are the tokens of a text: each two letters or digits beside each other, and "0" for what
// lies between.
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
