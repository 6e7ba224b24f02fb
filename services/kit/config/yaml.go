package config

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

type setting struct{ name, value string }

// flatten turns a file into settings, in its order: nested keys are joined by "-", a list sets its flag once an item.
func flatten(raw []byte) ([]setting, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return flattenNode(nil, "", doc.Content[0])
}

func flattenNode(out []setting, name string, n *yaml.Node) ([]setting, error) {
	var err error
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content) && err == nil; i += 2 {
			out, err = flattenNode(out, join(name, n.Content[i].Value), n.Content[i+1])
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("line %d: a list holds plain values", item.Line)
			}
			out = append(out, setting{name, item.Value})
		}
	case yaml.ScalarNode:
		if name == "" {
			return nil, fmt.Errorf("line %d: settings are written key: value", n.Line)
		}
		out = append(out, setting{name, n.Value})
	default:
		return nil, fmt.Errorf("line %d: anchors and aliases are not read", n.Line)
	}
	return out, err
}

func join(parent, key string) string {
	if parent == "" {
		return key
	}
	return parent + "-" + key
}
