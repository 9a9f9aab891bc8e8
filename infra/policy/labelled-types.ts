// Classes of the provider that have labels, by the input that takes them and by module. Made by
// `UPDATE_GOLDENS=1 npm test -- test/infra/policy/labelled-types.test.ts` from the declarations of the installed provider.

export type LabelInput = "labels" | "userLabels" | "resourceLabels";

export const LABELLED: Readonly<Record<LabelInput, Readonly<Record<string, string>>>> = {
  labels: {
    activedirectory: "Domain Peering",
    agentidentity: "AuthProvider",
    alloydb: "Backup Cluster Instance",
    apigateway: "Api ApiConfig Gateway",
    apihub: "ApiHubInstance",
    artifactregistry: "Repository",
    assuredworkloads: "Workload",
    backupdisasterrecovery: "BackupVault",
    beyondcorp: "AppConnection AppConnector AppGateway",
    bigquery: "Dataset Job Reservation Table",
    bigtable: "Instance",
    blockchainnodeengine: "BlockchainNodes",
    certificateauthority: "Authority CaPool Certificate CertificateTemplate",
    certificatemanager:
      "Certificate CertificateIssuanceConfig CertificateMap CertificateMapEntry DnsAuthorization TrustConfig",
    clouddeploy: "Automation CustomTargetType DeliveryPipeline DeployPolicy Target",
    clouddomains: "Registration",
    cloudfunctions: "Function",
    cloudfunctionsv2: "Function",
    cloudrunv2: "Job Service WorkerPool",
    colab: "RuntimeTemplate",
    composer: "Environment",
    compute:
      "Address Disk ExternalVpnGateway ForwardingRule GlobalAddress GlobalForwardingRule HaVpnGateway Image Instance InstanceFromMachineImage InstanceFromTemplate InstanceTemplate InstantSnapshot Interconnect InterconnectAttachment RegionDisk RegionInstanceTemplate RegionInstantSnapshot SecurityPolicy Snapshot StoragePool VPNTunnel",
    configdeployment: "Deployment",
    databasemigrationservice: "ConnectionProfile MigrationJob PrivateConnection",
    dataflow: "FlexTemplateJob Job",
    dataform: "Repository",
    datafusion: "Instance",
    dataplex:
      "AspectType Asset DataAsset DataProduct DataProductDataAsset Datascan EntryGroup EntryType Glossary GlossaryCategory GlossaryTerm Lake MetadataFeed Task Zone",
    dataproc:
      "Batch Cluster GdcApplicationEnvironment GdcServiceInstance GdcSparkApplication Job MetastoreFederation MetastoreService SessionTemplate WorkflowTemplate",
    datastream: "ConnectionProfile PrivateConnection Stream",
    developerconnect: "AccountConnector Connection GitRepositoryLink InsightsConfig",
    diagflow: "CxIntent",
    dns: "ManagedZone",
    documentai: "Schema",
    edgecontainer: "Cluster NodePool VpnConnection",
    edgenetwork: "InterconnectAttachment Network Subnet",
    eventarc: "Channel Enrollment GoogleApiSource MessageBus Pipeline Trigger",
    filestore: "Backup Instance Snapshot",
    firebase: "AppHostingBackend AppHostingBuild DataConnectService HostingChannel",
    gemini:
      "CodeRepositoryIndex CodeToolsSetting CodeToolsSettingBinding DataSharingWithGoogleSetting DataSharingWithGoogleSettingBinding GeminiGcpEnablementSetting GeminiGcpEnablementSettingBinding LoggingSetting LoggingSettingBinding ReleaseChannelSetting ReleaseChannelSettingBinding RepositoryGroup",
    gkebackup: "BackupChannel BackupPlan RestoreChannel RestorePlan",
    gkehub: "Feature Membership MembershipBinding Namespace RolloutSequence Scope ScopeRbacRoleBinding",
    healthcare: "ConsentStore DicomStore FhirStore Hl7Store PipelineJob Workspace",
    hypercomputecluster: "Cluster",
    integrationconnectors: "Connection EndpointAttachment ManagedZone",
    kms: "CryptoKey",
    licensemanager: "Configuration",
    lustre: "Instance",
    managedkafka: "Cluster ConnectCluster",
    memcache: "Instance",
    memorystore: "Instance",
    migrationcenter: "AssetsExportJob DiscoveryClient Group ImportJob",
    ml: "EngineModel",
    modelarmor: "Template",
    netapp:
      "ActiveDirectory Backup BackupPolicy BackupVault HostGroup Kmsconfig StoragePool Volume VolumeQuotaRule VolumeReplication VolumeSnapshot",
    networkconnectivity:
      "Destination GatewayAdvertisedRoute Group Hub InternalRange MulticloudDataTransferConfig PolicyBasedRoute RegionalEndpoint ServiceConnectionPolicy Spoke Transport",
    networkmanagement: "ConnectivityTest OrganizationVpcFlowLogsConfig VpcFlowLogsConfig",
    networksecurity:
      "AddressGroup AuthorizationPolicy AuthzPolicy BackendAuthenticationConfig ClientTlsPolicy DnsThreatDetector FirewallEndpoint FirewallEndpointAssociation InterceptDeployment InterceptDeploymentGroup InterceptEndpointGroup InterceptEndpointGroupAssociation MirroringDeployment MirroringDeploymentGroup MirroringEndpoint MirroringEndpointGroup MirroringEndpointGroupAssociation SacAttachment SacRealm SecurityProfile SecurityProfileGroup ServerTlsPolicy UllMirroringCollector UllMirroringCollectorRule UllMirroringEngine",
    networkservices:
      "AgentGateway AuthzExtension EdgeCacheKeyset EdgeCacheOrigin EdgeCacheService EndpointPolicy Gateway GrpcRoute HttpRoute LbEdgeExtension LbRouteExtension LbTrafficExtension Mesh MulticastConsumerAssociation MulticastDomain MulticastDomainActivation MulticastDomainGroup MulticastGroupConsumerActivation MulticastGroupProducerActivation MulticastGroupRange MulticastGroupRangeActivation MulticastProducerAssociation ServiceBinding ServiceLbPolicies TcpRoute WasmPlugin",
    notebooks: "Instance Runtime",
    oracledatabase:
      "AutonomousDatabase CloudExadataInfrastructure CloudVmCluster DbSystem ExadbVmCluster ExascaleDbStorageVault GoldengateConnection GoldengateConnectionAssignment GoldengateDeployment OdbNetwork OdbSubnet",
    organizations: "Project",
    osconfig: "V2PolicyOrchestrator V2PolicyOrchestratorForFolder V2PolicyOrchestratorForOrganization",
    parallelstore: "Instance",
    parametermanager: "Parameter RegionalParameter",
    pubsub: "Subscription Topic",
    recaptcha: "EnterpriseKey",
    redis: "Cluster Instance",
    saasruntime: "Release RolloutKind SaaS Tenant Unit UnitKind UnitOperation",
    secretmanager: "RegionalSecret Secret",
    securesourcemanager: "Instance",
    servicedirectory: "Namespace",
    spanner: "Instance InstanceConfig",
    storage: "Bucket",
    tpu: "V2Vm",
    transcoder: "Job JobTemplate",
    vectorsearch: "Collection Index",
    vertex:
      "AiDataset AiEndpoint AiEvaluationMetric AiFeatureGroup AiFeatureGroupFeature AiFeatureOnlineStore AiFeatureOnlineStoreFeatureview AiFeatureStore AiFeatureStoreEntityType AiFeatureStoreEntityTypeFeature AiIndex AiIndexEndpoint AiPersistentResource AiReasoningEngine AiTensorboard AiTensorboardExperiment AiTensorboardRun",
    workbench: "Instance",
    workflows: "Workflow",
    workstations: "Workstation WorkstationCluster WorkstationConfig",
  },
  userLabels: {
    monitoring: "AlertPolicy CustomService GenericService NotificationChannel Slo UptimeCheckConfig",
  },
  resourceLabels: {
    container: "Cluster",
  },
};
