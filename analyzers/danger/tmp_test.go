package danger

import (
	"testing"

	"huiying/analyzers/harm"
)

func TestTmp(t *testing.T) {
	for _, x := range []string{"有人坐在楼顶边上要跳楼", "有人要跳楼", "有人坐在楼顶边上要跳楼，快来", "现在", "着火了", "救命啊快来人", "三号楼着火了", "我不想活了", "洪水淹没两万人的村镇", "有人晕倒了", "孩子掉进河里了", "有人在河边钓鱼"} {
		r := harm.Read("", x)
		l := likeness("", x)
		t.Log(x, l, r.Stake.Weight, Together(l.margin, r.Stake.Weight))
	}
}
