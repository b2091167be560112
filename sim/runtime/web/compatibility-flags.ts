// `Cloudflare.compatibilityFlags`: what workerd 1.20260730 says at compatibility date 2026-04-01 without further flags.
import { harden } from './lockdown.ts';
import { defineInterface } from './webidl.ts';

/** Names of the flags that are on. */
const ON =
  'formdata_parser_supports_files fetch_refuses_unknown_protocols ' +
  'durable_object_fetch_requires_full_url streams_byob_reader_detaches_buffer ' +
  'streams_enable_constructors workers_api_getters_setters_on_prototype minimal_subrequests ' +
  'no_cots_on_external_fetch url_standard global_navigator capture_async_api_throws ' +
  'r2_public_beta_bindings dont_substitute_null_on_type_error ' +
  'transformstream_enable_standard_constructor r2_list_honor_include export_commonjs_default ' +
  'web_socket_compression response_redirect_url_standard http_headers_getsetcookie ' +
  'dynamic_dispatch_tunnel_exceptions no_cf_botmanagement_default urlsearchparams_delete_has_value_arg ' +
  'strict_compression_checks brotli_content_encoding strict_crypto_checks ' +
  'crypto_preserve_public_exponent vectorize_query_metadata_optional no_global_importscripts ' +
  'queues_json_messages fetcher_no_get_put_delete unwrap_custom_thenables rpc ' +
  'internal_stream_byob_return_view blob_standard_mime_type fetch_standard_url cache_option_enabled ' +
  'allow_custom_ports internal_writable_stream_abort_clears_queue ' +
  'handle_cross_request_promise_resolution set_tostring_tag upper_case_all_http_methods ' +
  'disable_top_level_await_in_require fixup-transform-stream-backpressure cache_no_cache_enabled ' +
  'request_cf_overrides_cache_rules unique_ctx_per_invocation ' +
  'cache_api_request_cf_overrides_cache_rules assets_navigation_prefers_asset_serving ' +
  'cache_api_compat_flags urlpattern_standard enable_weak_ref enable_navigator_language ' +
  'allow_eval_during_startup bind_asynclocalstorage_snapshot_to_request ' +
  'throw_on_unrecognized_import_assertion set_event_target_this set_forwardable_email_full_headers ' +
  'expose_global_message_channel python_no_global_handlers python_workers_force_new_vendor_path ' +
  'enable_validate_workflow_entrypoint strip_authorization_on_cross_origin_redirect enable_ctx_exports ' +
  'enable_fast_jsg_struct fetch_iterable_type_support fetch_iterable_type_support_override_adjustment ' +
  'strip_bom_in_read_all_text rpc_params_dup_stubs require_returns_default_export ' +
  'python_request_headers_preserve_commas queue_expose_error_codes text_decoder_replace_surrogates ' +
  'containers_pid_namespace delete_all_deletes_alarm unhandled_rejection_after_microtask_checkpoint ' +
  'text_decoder_cjk_decoder websocket_close_reason_byte_limit websocket_standard_binary_type ' +
  'writable_stream_spec_compliant_writer encoder_stream_spec_compliant_backpressure';

/** Names of those that are off. */
const OFF =
  'html_rewriter_treats_esi_include_as_void_tag durable_object_alarms durable_object_rename ' +
  'nodejs_compat tcp_sockets_support experimental durable_object_get_existing ' +
  'service_binding_extra_handlers rtti_api webgpu unsafe_module js_rpc nodejs_als python_workers ' +
  'nodejs_compat_v2 global_fetch_strictly_public new_module_registry kv_direct_binding ' +
  'increase_websocket_message_size python_workers_development nodejs_zlib replica_routing ' +
  'enable_d1_with_sessions_api python_external_packages tail_worker_user_spans python_workers_20250116 ' +
  'memory_cache_delete queue_consumer_no_wait_for_wait_until nodejs_compat_populate_process_env ' +
  'disallow_importable_env python_workers_durable_objects streaming_tail_worker ' +
  'request_signal_passthrough enable_web_file_system enable_abortsignal_rpc enable_request_signal ' +
  'connect_pass_through nonclass_entrypoint_reuses_ctx_across_invocations python_workflows ' +
  'unsupported_process_actual_platform enable_nodejs_process_v2 enable_nodejs_http_modules pedantic_wpt ' +
  'enable_nodejs_http_server_modules enable_nodejs_fs_module enable_nodejs_os_module ' +
  'remove_nodejs_compat_eol python_dedicated_snapshot typescript_strip_types enable_nodejs_http2_module ' +
  'allow_insecure_inefficient_logged_eval enhanced_error_serialization enable_email_sending_queuing ' +
  'remove_nodejs_compat_eol_v22 remove_nodejs_compat_eol_v23 remove_nodejs_compat_eol_v24 ' +
  'enable_nodejs_console_module enable_nodejs_vm_module enable_nodejs_perf_hooks_module ' +
  'enable_global_performance_classes enable_nodejs_domain_module enable_nodejs_v8_module ' +
  'enable_nodejs_tty_module enable_nodejs_punycode_module enable_nodejs_cluster_module ' +
  'enable_nodejs_child_process_module enable_nodejs_worker_threads_module ' +
  'enable_nodejs_stream_wrap_module enable_nodejs_wasi_module enable_nodejs_dgram_module ' +
  'enable_nodejs_inspector_module enable_nodejs_trace_events_module enable_nodejs_readline_module ' +
  'enable_nodejs_repl_module enable_nodejs_sqlite_module enable_python_external_sdk ' +
  'cache_reload_enabled enable_streams_nodejs_v24_compat python_check_rng_state ' +
  'immutable_api_prototypes env_module_nullable_support precise_timers allow_irrevocable_stub_storage ' +
  'enable_nodejs_global_timers streams_no_default_auto_allocate_chunk_size ' +
  'python_workflows_implicit_dependencies enable_version_api spec_compliant_property_attributes ' +
  'workflows_preserve_non_retryable_error_message web_socket_auto_reply_to_close ' +
  'enable_ctx_version_metadata no_resizable_array_buffer_in_blob ' +
  'diagnostics_channel_has_subscribers_getter workflows_step_rollback python_process_pth_files ' +
  'throw_on_not_implemented_tls_options auto_grpc_convert python_workers_20260610 ' +
  'enable_nodejs_inspector_local_dev';

/** Every flag that workerd knows, and whether it is on; frozen and without a prototype as there, so that isolates may share it. */
const compatibilityFlags: Readonly<Record<string, boolean>> = Object.freeze(
  Object.assign(
    Object.create(null) as Record<string, boolean>,
    Object.fromEntries(ON.split(' ').map((name) => [name, true])),
    Object.fromEntries(OFF.split(' ').map((name) => [name, false])),
  ),
);

/** What the global `Cloudflare` is made of. */
class CloudflareFlags {
  readonly compatibilityFlags = compatibilityFlags;
}
defineInterface(CloudflareFlags, 'Cloudflare');

/** The global `Cloudflare`; isolates share it where they share a realm. */
export const cloudflare: object = harden(new CloudflareFlags());
