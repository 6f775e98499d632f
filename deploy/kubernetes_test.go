package deploy

import (
	"maps"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// cluster is what kubectl apply -k would send.
type cluster struct {
	sets     map[string]*apps.StatefulSet
	services map[string]*core.Service
	files    map[string]*core.ConfigMap
	rules    map[string]*networking.NetworkPolicy
}

// built lets kustomize build the folder, and reads every object by Kubernetes' own types,
// refusing keys that they do not have.
func built(t *testing.T) cluster {
	t.Helper()
	all, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), ".")
	if err != nil {
		t.Fatal(err)
	}
	c := cluster{map[string]*apps.StatefulSet{}, map[string]*core.Service{}, map[string]*core.ConfigMap{}, map[string]*networking.NetworkPolicy{}}
	for _, r := range all.Resources() {
		text, err := r.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		var into any
		switch name := r.GetName(); r.GetKind() {
		case "StatefulSet":
			c.sets[name] = &apps.StatefulSet{}
			into = c.sets[name]
		case "Service":
			c.services[name] = &core.Service{}
			into = c.services[name]
		case "ConfigMap":
			c.files[name] = &core.ConfigMap{}
			into = c.files[name]
		case "NetworkPolicy":
			c.rules[name] = &networking.NetworkPolicy{}
			into = c.rules[name]
		case "PodDisruptionBudget":
			into = &policy.PodDisruptionBudget{}
		case "Namespace":
			into = &core.Namespace{}
		default:
			t.Errorf("nobody reads the kind %s", r.GetKind())
			continue
		}
		if err := yaml.UnmarshalStrict(text, into); err != nil {
			t.Errorf("%s: %v", r.CurId(), err)
		}
	}
	return c
}

func TestEveryRoleRunsApart(t *testing.T) {
	c := built(t)
	for role, copies := range map[string]int32{"collect": 1, "analyze": 2, "respond": 2, "console": 1} {
		s := c.sets["huiying-"+role]
		if s == nil {
			t.Fatalf("nothing runs the role %s", role)
		}
		args := strings.Join(s.Spec.Template.Spec.Containers[0].Args, " ")
		if *s.Spec.Replicas != copies || !strings.HasSuffix(args, "--roles="+role) || s.Spec.Selector.MatchLabels["role"] != role {
			t.Errorf("%s: %d of %q, selected by %v", role, *s.Spec.Replicas, args, s.Spec.Selector.MatchLabels)
		}
	}
	for _, name := range []string{"nats", "elasticsearch"} {
		if s := c.sets[name]; s == nil || *s.Spec.Replicas != 3 || s.Spec.Template.Spec.Affinity == nil {
			t.Errorf("%s are not three on three machines", name)
		}
	}
}

func TestPodsHaveNoRightsTheyDoNotNeed(t *testing.T) {
	for name, s := range built(t).sets {
		pod := s.Spec.Template.Spec
		if on := pod.SecurityContext; on == nil || on.RunAsNonRoot == nil || !*on.RunAsNonRoot || on.SeccompProfile == nil || pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
			t.Errorf("%s may be root, call anything, or speak to the cluster", name)
		}
		for _, c := range pod.Containers {
			on := c.SecurityContext
			if on == nil || on.AllowPrivilegeEscalation == nil || *on.AllowPrivilegeEscalation || on.Capabilities == nil || len(on.Capabilities.Drop) != 1 || on.Capabilities.Drop[0] != "ALL" {
				t.Errorf("%s may gain rights", name)
			}
			// Elasticsearch writes its keystore beside its settings.
			if name != "elasticsearch" && (on.ReadOnlyRootFilesystem == nil || !*on.ReadOnlyRootFilesystem) {
				t.Errorf("%s may write its root", name)
			}
			if c.ReadinessProbe == nil || c.StartupProbe == nil || c.Resources.Limits.Memory().IsZero() {
				t.Errorf("%s has no probe or no limit", name)
			}
		}
	}
}

// What one object names, another must be: volumes, services, ports, config maps.
func TestNamesMeet(t *testing.T) {
	c := built(t)
	for name, s := range c.sets {
		if s.Namespace != "huiying" || c.services[s.Spec.ServiceName] == nil {
			t.Errorf("%s in %q stands behind the service %q", name, s.Namespace, s.Spec.ServiceName)
		}
		labels := s.Spec.Template.Labels
		for k, v := range c.services[s.Spec.ServiceName].Spec.Selector {
			if labels[k] != v {
				t.Errorf("the service of %s selects %s=%s, which it does not have", name, k, v)
			}
		}
		volumes := map[string]bool{}
		for _, v := range s.Spec.Template.Spec.Volumes {
			volumes[v.Name] = true
			if v.ConfigMap != nil && c.files[v.ConfigMap.Name] == nil {
				t.Errorf("%s mounts the config map %s, which is not there", name, v.ConfigMap.Name)
			}
		}
		for _, v := range s.Spec.VolumeClaimTemplates {
			volumes[v.Name] = true
		}
		ports := map[string]int32{}
		for _, box := range s.Spec.Template.Spec.Containers {
			for _, p := range box.Ports {
				ports[p.Name] = p.ContainerPort
			}
			for _, m := range box.VolumeMounts {
				if !volumes[m.Name] {
					t.Errorf("%s mounts %s, which is no volume", name, m.Name)
				}
			}
			for _, probe := range []*core.Probe{box.StartupProbe, box.ReadinessProbe, box.LivenessProbe} {
				if probe != nil && probe.HTTPGet != nil && ports[probe.HTTPGet.Port.StrVal] == 0 {
					t.Errorf("%s probes the port %s, which it does not have", name, probe.HTTPGet.Port.StrVal)
				}
			}
		}
		for _, rule := range c.rules {
			want := rule.Spec.PodSelector.MatchLabels
			if len(want) == 0 || !maps.Equal(want, map[string]string{"app": labels["app"]}) {
				continue
			}
			for _, in := range rule.Spec.Ingress {
				for _, p := range in.Ports {
					if ports[p.Port.StrVal] == 0 {
						t.Errorf("the rule %s opens the port %s, which %s does not have", rule.Name, p.Port.StrVal, name)
					}
				}
			}
		}
	}
	for name, f := range c.files {
		if len(f.Data) == 0 {
			t.Errorf("%s is empty", name)
		}
		for file, text := range f.Data {
			if strings.HasSuffix(file, ".yaml") || strings.HasSuffix(file, ".yml") {
				var any map[string]any
				if err := yaml.UnmarshalStrict([]byte(text), &any); err != nil {
					t.Errorf("%s: %v", file, err)
				}
			}
		}
	}
}
