package usual_test

import (
	"slices"
	"testing"

	"huiying/opinion"
)

// Offices are called as they really are where names of places are not of the common kind.
func TestOfficesOfOtherKindsOfPlaces(t *testing.T) {
	for code, names := range map[string]map[string]string{
		"1522": {"office-1522": "兴安盟行政公署办公室", "office-15": "内蒙古自治区人民政府办公厅",
			"financial-regulator-15": "国家金融监督管理总局内蒙古监管局", "power-1522": "国网兴安供电公司"},
		"4228":   {"office-4228": "恩施土家族苗族自治州人民政府办公室", "power-4228": "国网恩施供电公司"},
		"320576": {"office-320576": "苏州工业园区管理委员会办公室", "public-security-320576": "苏州市公安局苏州工业园区分局"},
		"120116": {"public-security-120116": "天津市公安局滨海分局", "ecology-120116": "天津市滨海新区生态环境局"},
		"441803": {"public-security-441803": "清远市公安局清新分局"},
		"622926": {"office-622926": "东乡族自治县人民政府办公室"},
		"429021": {"office-429021": "神农架林区人民政府办公室", "tax-429021": "国家税务总局神农架林区税务局"},
		"11":     {"housing-11": "北京市住房和城乡建设委员会", "telecom-11": "北京市通信管理局"},
	} {
		units := loaded(t, code).Units
		for id, want := range names {
			i := slices.IndexFunc(units, func(u opinion.Unit) bool { return u.ID == id })
			if i < 0 || units[i].Name != want {
				t.Errorf("%s is no %s: %d", id, want, i)
			}
		}
		// a prefecture without districts serves none
		if code == "1522" && slices.ContainsFunc(units, func(u opinion.Unit) bool { return u.ID == "water-supply-1522" }) {
			t.Error("a prefecture has a water company")
		}
	}
}
