// For users of jsonnet: `jb install github.com/fedistatus/fedistatus`, then
//   (import 'github.com/fedistatus/fedistatus/deploy/mixin/mixin.libsonnet') + { … }
// Everything it imports is generated: thresholds are in ../source/settings.ts.
{
  grafanaDashboards+:: {
    'fedistatus-components.json': import '../../grafana/dashboards/fedistatus-components.json',
    'fedistatus-components-ko.json': import '../../grafana/dashboards/fedistatus-components-ko.json',
    'fedistatus-exporter.json': import '../../grafana/dashboards/fedistatus-exporter.json',
    'fedistatus-exporter-ko.json': import '../../grafana/dashboards/fedistatus-exporter-ko.json',
  },
  prometheusRules+:: { groups+: (import 'records.json').groups },
  prometheusAlerts+:: { groups+: (import 'alerts.json').groups },
}
