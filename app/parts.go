package app

import (
	"huiying/app/collecting"
	"huiying/configs"
	"huiying/console/leader"
	"huiying/responders/notify/channel"
)

// Parts are what the parts of this program can do, for configs.Config.CheckParts.
func Parts() configs.Parts {
	p := configs.Parts{Collected: collecting.Ways(), Briefings: leader.BriefingFormats()}
	for _, k := range channel.Kinds() {
		p.Channels = append(p.Channels, configs.ChannelKind{By: k.ID, Needs: k.Needs, Takes: k.Takes})
	}
	return p
}
