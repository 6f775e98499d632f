package consoletest

import (
	"context"
	"slices"
	"strconv"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// ItemDesk is a register of duties to publish in memory: of the water bureau and of the road bureau, in turn.
type ItemDesk struct {
	Files  []facts.ItemFile
	Acts   []facts.ItemAct
	Tables []facts.ItemTable
	Fail   error

	Questions []facts.ItemQuestion // about its second item

	now time.Time
}

// NewItemDesk has one item in each state, and a consultation that is open.
func NewItemDesk(now time.Time) *ItemDesk {
	d := &ItemDesk{now: now}
	for n, s := range append(slices.Clone(opinion.ItemStates), opinion.ItemPublished) {
		f := opinion.ItemFacts{Kind: opinion.ItemCatalogue, Division: "320200", Field: "shizheng", Serial: strconv.Itoa(n + 1),
			First: "【样例】供水信息", Name: "【样例】停水通知" + strconv.Itoa(n), Content: "时间；范围", Basis: "《样例办法》",
			Limit: "信息形成或变更之日起20个工作日内", Body: "水务局", Unit: "u-water", Channel: "■政府网站",
			Way: opinion.ItemWay{Active: true}, Audience: opinion.ItemAudience{All: true}, Levels: []opinion.Level{opinion.County},
			Addresses: []string{"https://www.sample.example/" + strconv.Itoa(n)}}
		if n%2 == 1 {
			f.Unit, f.Body = "u-road", "道路局"
		}
		if n == len(opinion.ItemStates) {
			f.Kind, f.Name, f.Opens, f.Closes = opinion.ItemConsultation, "【样例】供水价格<b>征求意见</b>", "2026-11-01", "2026-12-31"
		}
		i := opinion.Item{ID: opinion.ItemID(f, n), Version: 1, ItemFacts: f, State: s, Added: now.AddDate(0, -2, 0), Changed: now}
		if s.Public() {
			i.Shown, i.Published, i.Updated, i.Due = f, now.AddDate(0, -1, 0), now.AddDate(0, -1, 0), now.AddDate(0, 0, -2)
			i.Proof = opinion.ItemProof{Address: f.Addresses[0], At: now.Add(-time.Hour), Failed: []opinion.ItemCheck{opinion.CheckReach}}
		}
		d.Files = append(d.Files, facts.ItemFile{Item: i, History: []opinion.ItemEvent{{Item: i.ID, Seq: 1, Type: opinion.ItemAdd,
			At: i.Added, By: "openness"}}})
	}
	return d
}

func path(code string) []string { return []string{code} }

// Items are those that a question asks for.
func (d *ItemDesk) Items(_ context.Context, q facts.ItemQuery) (facts.ItemList, error) {
	out := facts.ItemList{Items: []opinion.Item{}}
	q.At = d.now
	for n, f := range d.Files {
		if q.Fits(&f.Item, path) && (!q.Asked || n == 1) {
			out.Items = append(out.Items, f.Item)
		}
	}
	if out.Total = len(out.Items); q.Asked && out.Total > 0 {
		out.Asked = map[string]int{out.Items[0].ID: 6}
	}
	return out, d.Fail
}

// CountItems counts them.
func (d *ItemDesk) CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error) {
	list, err := d.Items(ctx, q)
	out := facts.ItemCounts{Total: list.Total, ByState: map[opinion.ItemState]int{}, ByKind: map[opinion.ItemKind]int{}}
	for _, i := range list.Items {
		out.ByState[i.State]++
		out.ByKind[i.Kind]++
		at := slices.IndexFunc(out.Cells, func(c facts.ItemCell) bool { return c.Field == i.Field && c.Unit == i.Unit })
		if at < 0 {
			at, out.Cells = len(out.Cells), append(out.Cells, facts.ItemCell{Field: i.Field, Unit: i.Unit})
		}
		out.Cells[at].All++
		if out.Cells[at].Owed++; i.Public() {
			out.Cells[at].Published++
		}
		if i.Late(d.now) {
			out.Late++
			out.Cells[at].Late++
		}
	}
	return out, err
}

// Item is one of them.
func (d *ItemDesk) Item(_ context.Context, id string) (facts.ItemFile, error) {
	for _, f := range d.Files {
		if f.Item.ID == id {
			return f, d.Fail
		}
	}
	return facts.ItemFile{}, &kit.Error{Kind: kit.NotFound, Code: "no_item"}
}

// ActOnItem notes a move and makes nothing of it.
func (d *ItemDesk) ActOnItem(ctx context.Context, id string, act facts.ItemAct) (opinion.Item, error) {
	if id == "" {
		d.Acts = append(d.Acts, act)
		return d.Files[0].Item, d.Fail
	}
	f, err := d.Item(ctx, id)
	if err == nil {
		d.Acts = append(d.Acts, act)
	}
	return f.Item, err
}

// ActOnItems notes it.
func (d *ItemDesk) ActOnItems(_ context.Context, ids []string, act facts.ItemAct) (int, error) {
	d.Acts = append(d.Acts, act)
	return len(ids), d.Fail
}

// InspectItems counts those that it knows: what is seen is what the world says.
func (d *ItemDesk) InspectItems(ctx context.Context, ids []string) (out opinion.ItemReport, err error) {
	for _, id := range ids {
		if _, err := d.Item(ctx, id); err != nil {
			return out, err
		}
		out.Items++
	}
	return out, nil
}

// Guides read of each what the world says.
func (d *ItemDesk) Guides(ctx context.Context, ids []string) (out []facts.Guide, err error) {
	for _, id := range ids {
		f, err := d.Item(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, facts.Guide{Item: id, Name: f.Item.Name, Unit: f.Item.Unit, Address: "https://gov.example.org/g", At: d.now,
			Said: map[opinion.ItemElement]string{opinion.ElementPapers: "身份证\n<b>户口簿"}})
	}
	return out, d.Fail
}

// GuideSheet is the end that was asked for.
func (d *ItemDesk) GuideSheet(ctx context.Context, id, end, _ string) ([]byte, error) {
	if _, err := d.Item(ctx, id); err != nil {
		return nil, err
	}
	return []byte("sheet" + end), d.Fail
}

// ImportItems notes a table.
func (d *ItemDesk) ImportItems(_ context.Context, t facts.ItemTable) (facts.ItemImport, error) {
	d.Tables = append(d.Tables, t)
	return facts.ItemImport{Rows: 2, Added: 1, Same: 1, DryRun: t.DryRun, Unowned: []string{"【样例】不存在的局"}}, d.Fail
}

// CompareNames finds one that differs.
func (d *ItemDesk) CompareNames(_ context.Context, t facts.ItemTable) (facts.ItemNames, error) {
	d.Tables = append(d.Tables, t)
	return facts.ItemNames{Listed: 2, Guides: 1, Faults: []facts.ItemFault{}, Findings: []facts.ItemNameCase{{Case: "differs", Item: d.Files[0].Item.ID,
		Name: "低保指南", Listed: "最低生活保障对象认定", Line: 2}}}, d.Fail
}

// ExportItems writes a few bytes.
func (d *ItemDesk) ExportItems(context.Context, string, facts.ItemQuery) ([]byte, error) {
	return []byte("file"), d.Fail
}

// AskedItems says of its second item that six asked about it.
func (d *ItemDesk) AskedItems(context.Context) (facts.ItemsAsked, error) {
	i := d.Files[1].Item
	return facts.ItemsAsked{From: d.now.AddDate(0, 0, -facts.AskedDays), To: d.now, Items: []facts.ItemAsked{{Item: i.ID, Name: i.Name, Unit: i.Unit,
		Division: i.Division, Public: i.Public(), Reports: 6, Questions: d.Questions}}}, d.Fail
}
