-- Plays a person in Neovim: opens the file, waits for findings, takes a fix, leaves. Writes what it saw as JSON, one
-- object; the test beside this file judges it. Neovim's own client has no pull diagnostics in this version, so this is
-- also the check of the fallback.
local seen = { steps = {} }

local function finish(trouble)
  seen.trouble = trouble
  local out = assert(io.open(vim.env.PARAPET_OUT, 'w'))
  out:write(vim.json.encode(seen))
  out:close()
  vim.cmd('qall!')
end

local function play()
  local id = vim.lsp.start_client({
    name = 'parapet',
    cmd = vim.json.decode(vim.env.PARAPET_COMMAND),
    root_dir = vim.env.PARAPET_FOLDER,
    on_error = function(code, err) seen.clientError = tostring(code) .. ' ' .. vim.inspect(err) end,
  })
  if not id then return finish('the server does not start') end
  vim.cmd('edit ' .. vim.env.PARAPET_FOLDER .. '/' .. vim.env.PARAPET_FILE)
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, id)

  local function findings() return vim.diagnostic.get(buffer) end
  local function of_rule(code)
    return vim.tbl_filter(function(it) return it.code == code end, findings())
  end
  local function lines() return vim.api.nvim_buf_get_lines(buffer, 0, -1, false) end

  if not vim.wait(15000, function() return #findings() > 0 end, 20) then return finish('no finding arrives') end
  seen.findings = vim.tbl_map(function(it)
    return { line = it.lnum, column = it.col, code = it.code, source = it.source, message = it.message }
  end, findings())

  local rule = vim.env.PARAPET_RULE
  local finding = of_rule(rule)[1]
  if not finding then return finish('no finding of the rule') end
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })

  local hover = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', vim.lsp.util.make_position_params(), 5000)
  seen.hover = hover and hover[id] and hover[id].result and hover[id].result.contents or vim.NIL

  -- The name of a service in another file, without opening it: what it is, and where it is declared.
  local function ask(method)
    local place = {
      textDocument = { uri = vim.uri_from_fname(vim.env.PARAPET_FOLDER .. '/compose.yaml') },
      position = vim.json.decode(vim.env.PARAPET_NAME),
    }
    local found = vim.lsp.buf_request_sync(buffer, method, place, 5000)
    return found and found[id] and found[id].result or vim.NIL
  end
  local card = ask('textDocument/hover')
  seen.card = card ~= vim.NIL and card.contents or vim.NIL
  local targets = ask('textDocument/definition')
  seen.targets = targets ~= vim.NIL and vim.lsp.util.locations_to_items(targets, 'utf-16') or vim.NIL

  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer) }
  local answer = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', params, 5000)
  local actions = answer and answer[id] and answer[id].result or {}
  seen.actions = vim.tbl_map(function(it) return it.title end, actions)
  local title = vim.env.PARAPET_ACTION
  local action = vim.tbl_filter(function(it) return it.title:match(title) end, actions)[1]
  if not action then return finish('the fix is not offered') end
  if not action.edit then
    action = vim.lsp.buf_request_sync(buffer, 'codeAction/resolve', action, 5000)[id].result
  end
  vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(id).offset_encoding)
  seen.linesAfterFix = lines()
  if not vim.wait(5000, function() return #of_rule(rule) == 0 end, 20) then return finish('the finding stays') end

  vim.lsp.stop_client(id)
  if not vim.wait(5000, function() return vim.lsp.client_is_stopped(id) end, 20) then return finish('no shutdown') end
  finish(vim.NIL)
end

local ok, trouble = pcall(play)
if not ok then finish(tostring(trouble)) end
